/* Makes a document of a text, and remembers how each of its pieces was typed. */

import { Fragment } from "prosemirror-model";
import { hasRows, hasTitle, isNamed } from "./blocks.js";
import { inlineOf, markdown, nodesOf } from "./dialect.js";
import { Memory } from "./memory.js";
import { piecesOf } from "./pieces.js";
import { schema } from "./schema.js";
import { rewritten } from "./write.js";

/* Raises NotForTheSurface for a text that has to be mended, or edited, as plain text. */
export function read(text) {
  const reading = new Reading(text);
  const children = reading.nodes(piecesOf(text));
  const doc = schema.node("doc", null, children.length ? children : schema.node("paragraph"));
  return { doc, memory: reading.memory };
}

class Reading {
  constructor(text) {
    this.memory = new Memory();
    this.lines = text.split("\n");
    this.known = {};
    markdown.parse(text, this.known);
  }

  /* What these pieces become, with the lines on which each stands. */
  #placed(pieces, owner) {
    const read = pieces.flatMap((piece) => (piece.name ? [this.#box(piece)] : this.#text(piece, owner)));
    read.forEach(({ node, start, end }, at) => {
      const before = read[at - 1];
      const gap = before ? start - before.end + 1 : 0;
      this.memory.keep(node, this.lines.slice(start, end).join("\n"), before?.node, gap);
    });
    return read;
  }

  nodes(pieces) {
    return this.#placed(pieces, "").map(({ node }) => node);
  }

  #box({ name, title, colons, start, end, parts }) {
    const about = isNamed(name) ? title : "";
    const head = !isNamed(name) && (title || hasTitle(name));
    const first = head ? [schema.node("box_title", null, inlineOf(title, this.known))] : [];
    const placed = this.#placed(parts, name);
    const lead = placed.length ? placed[0].start - start : 1;
    const tail = placed.length ? end - placed.at(-1).end + 1 : end - start;
    const attrs = { name, about, typed: { colons, lead, tail } };
    return { node: schema.node("box", attrs, [...first, ...placed.map(({ node }) => node)]), start, end: end + 1 };
  }

  #text({ lines, start }, owner) {
    if (!hasRows(owner)) return this.#markdown(lines, start);
    return runs(lines).flatMap(({ isRow, from, to }) =>
      isRow ? [this.#row(lines[from], start + from)] : this.#markdown(lines.slice(from, to), start + from),
    );
  }

  #row(line, start) {
    return { node: schema.node("row", null, inlineOf(line.slice(2), this.known)), start, end: start + 1 };
  }

  /* Groups of tokens are the paragraphs, lists ... of these lines, and tell where they stand. */
  #markdown(lines, start) {
    const groups = groupsOf(markdown.parse(lines.join("\n"), this.known));
    return withoutGaps(groups, lines).map(({ tokens, from, to }) => ({
      node: this.#node(tokens, lines.slice(from, to).join("\n")),
      start: start + from,
      end: start + to,
    }));
  }

  /* What would not come back as it is stays as it was typed. */
  #node(tokens, text) {
    const node = text.includes("<!--") ? null : shaped(tokens);
    const again = node && shaped(groupsOf(markdown.parse(rewritten(node), this.known))[0]?.tokens);
    return again?.eq(node) ? node : schema.node("raw", { text });
  }
}

function shaped(tokens) {
  try {
    const found = tokens ? nodesOf(tokens) : Fragment.empty;
    found.firstChild?.check();
    return found.childCount === 1 ? found.firstChild : null;
  } catch {
    return null;
  }
}

/* Lines that are rows, one by one, and the other lines between them. */
function runs(lines) {
  const found = [];
  lines.forEach((line, at) => {
    const isRow = line.startsWith("- ");
    const last = found.at(-1);
    if (last && !isRow && !last.isRow) last.to = at + 1;
    else found.push({ isRow, from: at, to: at + 1 });
  });
  return found;
}

function groupsOf(tokens) {
  const groups = [];
  tokens.forEach((token, at) => {
    if (token.level === 0 && token.nesting >= 0) groups.push({ tokens: [], from: token.map[0], to: token.map[1] });
    groups.at(-1).tokens.push(tokens[at]);
  });
  return groups;
}

/* Empty lines belong to no group; others that belong to none, like [1]: /address/, are kept as typed. */
function withoutGaps(groups, lines) {
  const all = [];
  let at = 0;
  for (const group of [...groups, { from: lines.length, to: lines.length }]) {
    all.push(unread(lines, at, group.from), trimmed(group, lines));
    at = group.to;
  }
  return all.filter(({ from, to }) => from < to);
}

const unread = (lines, from, to) => {
  while (from < to && !lines[from].trim()) from += 1;
  return trimmed({ from, to }, lines);
};

function trimmed({ tokens, from, to }, lines) {
  while (to > from && !lines[to - 1].trim()) to -= 1;
  return { tokens, from, to };
}
