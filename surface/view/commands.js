/* What the keys and buttons do to the text. */

import { setBlockType } from "prosemirror-commands";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { Fragment } from "prosemirror-model";
import { Selection, TextSelection } from "prosemirror-state";
import { hasRows } from "../words/blocks.js";
import { schema } from "../words/schema.js";

const { nodes } = schema;

/* The depth of the innermost node around the cursor that is so; -1 if none is. */
export function depthOf({ $from }, is) {
  for (let depth = $from.depth; depth >= 0; depth--) if (is($from.node(depth))) return depth;
  return -1;
}

export const isBox = (node) => node.type === nodes.box;
const isRows = (node) => isBox(node) && hasRows(node.attrs.name);
const isList = (node) => [nodes.bullet_list, nodes.ordered_list].includes(node.type);
export const parentOf = ({ selection }) => selection.$from.parent;

export const isHeading = (level) => (state) =>
  parentOf(state).type === nodes.heading && parentOf(state).attrs.level === level;

export const heading = (level) => (state, dispatch) =>
  isHeading(level)(state)
    ? setBlockType(nodes.paragraph)(state, dispatch)
    : setBlockType(nodes.heading, { level })(state, dispatch);

export const paragraph = setBlockType(nodes.paragraph);

export function isIn(type) {
  return ({ selection }) => {
    const depth = depthOf(selection, isList);
    return depth >= 0 && selection.$from.node(depth).type === type;
  };
}

/* Makes a list, makes one of the other kind, or ends it. In a block of rows, lines become rows. */
export const list = (type) => (state, dispatch) => {
  const { selection, tr } = state;
  if (depthOf(selection, isRows) >= 0) return setBlockType(nodes.row)(state, dispatch);
  const depth = depthOf(selection, isList);
  if (depth < 0) return wrapInList(type)(state, dispatch);
  if (selection.$from.node(depth).type === type) return liftListItem(nodes.list_item)(state, dispatch);
  dispatch?.(tr.setNodeMarkup(selection.$from.before(depth), type));
  return true;
};

export function lineBreak(state, dispatch) {
  const node = nodes.hard_break.create();
  if (!parentOf(state).type.contentMatch.matchType(node.type)) return false;
  dispatch?.(state.tr.replaceSelectionWith(node).scrollIntoView());
  return true;
}

/* Enter in a row makes the next one. */
export function nextRow(state, dispatch) {
  const { selection, tr } = state;
  if (parentOf(state).type !== nodes.row || !parentOf(state).childCount) return false;
  dispatch?.(tr.deleteSelection().split(tr.mapping.map(selection.from), 1, [{ type: nodes.row }]).scrollIntoView());
  return true;
}

/* Enter in a title goes to the words below it. */
export function fromTitle(state, dispatch) {
  if (parentOf(state).type !== nodes.box_title) return false;
  const { $from } = state.selection;
  const after = $from.after();
  const tr = state.tr;
  if ($from.node(-1).childCount === 1) tr.insert(after, isRows($from.node(-1)) ? nodes.row.create() : nodes.paragraph.create());
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(after + 1))).scrollIntoView());
  return true;
}

/* Enter in an empty last line leaves the block that it ends. */
export function leaveBox(state, dispatch) {
  const { $from } = state.selection;
  const depth = $from.depth - 1;
  if (depth < 1 || !isBox($from.node(depth)) || $from.parent.content.size || $from.parent.type === nodes.box_title) return false;
  if ($from.indexAfter(depth) !== $from.node(depth).childCount) return false;
  const tr = state.tr;
  if ($from.node(depth).childCount > 1) tr.delete($from.before(), $from.after());
  return goBelow(tr, tr.mapping.map($from.after(depth)), dispatch);
}

function goBelow(tr, at, dispatch) {
  tr.insert(at, nodes.paragraph.create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

/* Enter in a table makes a line below; in an empty line it leaves the table. */
export function nextLine(state, dispatch) {
  const { selection, tr } = state;
  const depth = depthOf(selection, ({ type }) => type === nodes.table_row);
  if (depth < 0) return false;
  const { $from } = selection;
  const line = $from.node(depth);
  if (!line.textContent && $from.node(depth - 1).childCount > 1) {
    tr.delete($from.before(depth), $from.after(depth));
    return goBelow(tr, tr.mapping.map($from.after(depth - 1)), dispatch);
  }
  const cells = Array.from({ length: line.childCount }, () => nodes.table_cell.create());
  tr.insert($from.after(depth), nodes.table_row.create(null, cells));
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve($from.after(depth) + 1))).scrollIntoView());
  return true;
}

/* Takes out the innermost block around the cursor, with what stands in it. */
export function takeOut(state, dispatch) {
  const depth = depthOf(state.selection, isBox);
  const { $from } = state.selection;
  if (depth < 0 || state.doc.childCount === 0) return false;
  const tr = state.tr.delete($from.before(depth), $from.after(depth));
  dispatch?.(tr.scrollIntoView());
  return true;
}

/* Puts these nodes below the paragraph, list ... with the cursor, or in the place of an empty one. */
export function putBelow(content, state, dispatch) {
  const { $from, $to } = state.selection;
  const depth = depthOf(state.selection, (node) => node.type === nodes.doc || (isBox(node) && !isRows(node)));
  const inside = $from.depth > depth;
  const isEmpty = inside && $from.depth === depth + 1 && $from.parent.type === nodes.paragraph && !$from.parent.content.size;
  const end = inside ? $from.after(depth + 1) : $to.pos;
  const start = isEmpty ? $from.before(depth + 1) : end;
  const tr = state.tr.replaceWith(start, end, Fragment.from(content));
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(start + 1))).scrollIntoView());
  return true;
}
