/* Finds words as they were typed, such as those that a check is about, and selects them. */

import { NodeSelection, TextSelection } from "prosemirror-state";
import { inlineOf } from "../words/dialect.js";
import { rewritten } from "../words/write.js";

/* True if they were found. */
export function showWords(view, typed) {
  const selection = wordsIn(view.state.doc, asRead(typed)) ?? pieceWith(view.state.doc, typed);
  if (selection) view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
  view.focus();
  return Boolean(selection);
}

/* Without the signs of Markdown; facts stay in braces. */
function asRead(typed) {
  const content = inlineOf(typed.replace(/^(?:- |#+ )/, ""), {});
  return content.textBetween(0, content.size, "", (leaf) => leaf.type.spec.leafText?.(leaf) ?? " ");
}

function wordsIn(doc, words) {
  let found = null;
  doc.descendants((node, at) => {
    if (!found && node.isTextblock) found = inBlock(doc, node, at + 1, words);
    return !found;
  });
  return found;
}

function inBlock(doc, block, start, words) {
  const { letters, places } = lettersOf(block, start);
  const at = words ? letters.indexOf(words) : -1;
  return at < 0 ? null : TextSelection.create(doc, places[at], places[at + words.length - 1] + 1);
}

function lettersOf(block, start) {
  let letters = "";
  const places = [];
  block.forEach((child, offset) => {
    const text = child.text ?? child.type.spec.leafText?.(child) ?? " ";
    letters += text;
    for (let at = 0; at < text.length; at++) places.push(start + offset + (child.isText ? at : 0));
  });
  return { letters, places };
}

/* The whole paragraph or block, where the words go over more than one. */
function pieceWith(doc, typed) {
  let found = null;
  doc.forEach((node, at) => {
    if (!found && typed && rewritten(node).includes(typed)) found = NodeSelection.create(doc, at);
  });
  return found;
}
