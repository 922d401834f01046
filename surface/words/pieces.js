/* Takes a text apart by its ::: lines, as pages/markup/blocks.py does. */

import { isKnown } from "./blocks.js";

const FENCE = /^:{3,}[ \t]*([a-z-]*)(.*)$/;
const CAPITAL = /^(:{3,}[ \t]*)([A-Z][A-Za-z-]*)(?![\w-])/;
const COMMENT = /<!--(?:[\s\S]*?-->|[\s\S]*$)/g;
const CUTS = /\n[ \t]*(?:\n|:::)/;

/* A text that the surface does not take: the reason is said to the writer. */
export class NotForTheSurface extends Error {}

export function fenceIn(line) {
  const small = line.replace(CAPITAL, (all, colons, name) =>
    isKnown(name.toLowerCase()) ? colons + name.toLowerCase() : all,
  );
  const found = FENCE.exec(small);
  return found && { name: found[1], title: found[2].trim(), colons: line.match(/^:+/)[0].length };
}

/* The pieces of a text: blocks, with their pieces, and between them runs of lines. */
export function piecesOf(text) {
  checkComments(text);
  const root = { name: "", parts: [] };
  const open = [root];
  text.split("\n").forEach((line, number) => take(line, number, open));
  const left = open.at(-1);
  if (left !== root) throw new NotForTheSurface(`Line ${left.start + 1}: the block “${left.name}” is never closed.`);
  return root.parts;
}

function take(line, number, open) {
  const fence = fenceIn(line);
  if (!fence) return addLine(open.at(-1), line, number);
  if (fence.name) return openBlock(fence, number, open);
  if (open.length === 1 || fence.title) throw new NotForTheSurface(`Line ${number + 1}: ::: closes no block.`);
  open.pop().end = number;
}

function addLine(owner, line, number) {
  const last = owner.parts.at(-1);
  if (last?.lines) last.lines.push(line);
  else owner.parts.push({ lines: [line], start: number });
}

function openBlock({ name, ...fence }, start, open) {
  if (!isKnown(name)) throw new NotForTheSurface(`Line ${start + 1}: there is no block “${name}”.`);
  const block = { name, ...fence, start, parts: [] };
  open.at(-1).parts.push(block);
  open.push(block);
}

/* One that goes over paragraphs or blocks would fall apart. */
function checkComments(text) {
  for (const [comment] of text.matchAll(COMMENT))
    if (CUTS.test(comment) || !comment.endsWith("-->"))
      throw new NotForTheSurface("The text has a comment of several paragraphs. It is edited as plain text.");
}
