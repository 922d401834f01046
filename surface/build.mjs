/* Makes static/staff/surface.js of these sources, and writes down what is inside and whose it is. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build, version } from "esbuild";

const MADE = "../static/staff/surface.js";
const LICENSES = "../static/staff/surface-licenses.txt";
const FOLDERS = ["", "view/", "words/"];
const SOURCES = /\.(?:js|mjs)$|^package(?:-lock)?\.json$/;

const made = await build({
  entryPoints: ["main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "WritingSurface",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  alias: { entities: "./entities.js", "linkify-it": "./linkify.js" },
  metafile: true,
  write: false,
});
const packages = insideOf(made.metafile);
writeFileSync(MADE, `${head(packages)}\n${made.outputFiles[0].text}`);
writeFileSync(LICENSES, packages.map(licenseOf).join("\n\n"));

/* Of all names and contents in their order: the test of the site counts the same. */
function hashOfSources() {
  const names = FOLDERS.flatMap((folder) => readdirSync(folder || ".").map((name) => folder + name));
  const hash = createHash("sha256");
  for (const name of names.filter((one) => SOURCES.test(one)).sort()) hash.update(`${name}\n${readFileSync(name, "utf8")}`);
  return hash.digest("hex");
}

function insideOf({ inputs }) {
  const names = Object.keys(inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort().map((name) => {
    const { version: of, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
    return { name, of, license };
  });
}

function head(inside) {
  const list = inside.map(({ name, of, license }) => `   ${name} ${of} (${license})`).join("\n");
  return `/* The writing surface of the staff pages. Nobody edits this file: "make surface" makes it of surface/
   with esbuild ${version}. Licenses: surface-licenses.txt. Inside are
${list}
   sources ${hashOfSources()} */`;
}

function licenseOf({ name, of }) {
  const folder = `node_modules/${name}/`;
  const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
  return `${name} ${of}\n\n${readFileSync(folder + file, "utf8").trim()}\n`;
}
