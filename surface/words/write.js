/* Makes a text of a document: what nobody changed as it was typed, and the rest anew. */

import { Fragment } from "prosemirror-model";
import { MarkdownSerializer, MarkdownSerializerState, defaultMarkdownSerializer } from "prosemirror-markdown";
import { CONDITIONS, hasRows } from "./blocks.js";

const usual = defaultMarkdownSerializer;

/* Words that would be read as something else: a comment, an entity, an address, a block, an item. */
class State extends MarkdownSerializerState {
  esc(words, startOfLine = false) {
    let text = super.esc(words, startOfLine).replaceAll("\\~", "~");
    text = text.replace(/&(?=#?\w+;)/g, "\\&").replaceAll("<!--", "&lt;!--").replace(/<(?=[\w.+-]+[:@])/g, "\\<");
    text = text.replace(/(?<!\\)_/g, (sign, at) => (isInWord(text, at) ? sign : "\\_"));
    if (areOnlyBrackets(words)) text = text.replace(/\\([[\]])/g, "$1");
    return startOfLine ? text.replace(/^:::/, "\\:::").replace(/^(\s*\d+)\)(?=\s)/, "$1\\)") : text;
  }
}

const isInWord = (text, at) => /^[\p{L}\p{N}]_[\p{L}\p{N}]$/u.test(text.slice(at - 1, at + 2));

/* True if no link can come of these: each is closed, and no address follows. */
function areOnlyBrackets(words) {
  let open = 0;
  for (const sign of words.replace(/[^[\]]/g, "")) {
    open += sign === "[" ? 1 : -1;
    if (open < 0) return false;
  }
  return open === 0 && !/\][([:]/.test(words);
}

class Serializer extends MarkdownSerializer {
  /* What these nodes are in Markdown. */
  blocks(nodes) {
    const state = new State(this.nodes, this.marks, { tightLists: true });
    state.renderContent(nodes);
    return state.out;
  }

  inline(node) {
    const state = new State(this.nodes, this.marks, { tightLists: true });
    state.renderInline(node, false);
    return state.out.replaceAll("\n", " ");
  }
}

const nodes = {
  ...usual.nodes,
  bullet_list: (state, node) => state.renderList(node, "  ", () => "- "),
  rule: (state, node) => (state.write("---"), state.closeBlock(node)),
  raw: (state, node) => (state.text(node.attrs.text, false), state.closeBlock(node)),
  box: (state, node) => (state.text(rewritten(node), false), state.closeBlock(node)),
  table: (state, node) => (state.text(tableOf(node), false), state.closeBlock(node)),
  fact: (state, node) => state.text(`{${node.attrs.name}}`, false),
};
const link = { ...usual.marks.link, open: "[", close: (_, { attrs }) => `](${addressOf(attrs)})` };
const serializer = new Serializer(nodes, { ...usual.marks, link });

function addressOf({ href, title }) {
  const address = href.replaceAll(" ", "%20").replace(/[()"<>]/g, "\\$&");
  return title ? `${address} "${title.replaceAll('"', '\\"')}"` : address;
}

/* The text of a whole document; without a memory, all of it is written anew. */
export function write(doc, memory) {
  const text = written(doc, "", memory);
  return text ? `${text}\n` : "";
}

/* A node as it is written if nobody knows how it was typed. */
export function rewritten(node, memory) {
  const { name } = node.type;
  if (name === "box") return boxOf(node, memory);
  if (name === "row") return `- ${serializer.inline(node)}`;
  return serializer.blocks(Fragment.from(node));
}

function boxOf(node, memory) {
  const { name, about, typed } = node.attrs;
  const colons = ":".repeat(typed?.colons ?? 2 + depthOf(node));
  const title = node.firstChild?.type.name === "box_title" ? serializer.inline(node.firstChild) : about;
  const inside = written(node, name, memory);
  const [lead, tail] = [typed?.lead ?? 1, typed?.tail ?? 1].map((many) => "\n".repeat(many));
  return `${`${colons} ${name} ${title}`.trimEnd()}${inside ? lead + inside : ""}${tail}${colons}`;
}

/* A new block has more colons than those inside it. */
function depthOf(node) {
  let deepest = 0;
  node.forEach((child) => (deepest = Math.max(deepest, child.type.name === "box" ? depthOf(child) : 0)));
  return deepest + 1;
}

function written(container, owner, memory) {
  const pieces = [];
  let last;
  container.forEach((node) => {
    if (node.type.name === "box_title") return;
    const words = memory?.text(node, last) ?? itself(node, last, owner, memory);
    if (!words) return;
    const gap = memory?.gap(node, last) ?? usualGap(last, node, owner);
    pieces.push(last ? "\n".repeat(gap) : "", words);
    last = node;
  });
  return pieces.join("");
}

/* A second list right behind one of its kind would go on with that one. */
function itself(node, last, owner, memory) {
  const words = rewritten(node, memory);
  const isList = ["bullet_list", "ordered_list"].includes(node.type.name);
  if (!isList || hasRows(owner) || last?.type !== node.type) return words;
  return words.replace(/^- /gm, "* ").replace(/^( *\d+)\. /gm, "$1) ");
}

function usualGap(last, node, owner) {
  if (!last) return 0;
  const [one, other] = [last, node].map(({ type }) => type.name);
  if (one === "row" && other === "row") return 1;
  if (one === "box" || other === "box") return owner || areTwins(last, node) ? 1 : 2;
  return 2;
}

/* With and without a fact: one of them is shown. */
function areTwins(one, other) {
  const are = [one, other].every(({ attrs }) => attrs.name in CONDITIONS);
  return are && one.attrs.about === other.attrs.about;
}

function tableOf(table) {
  const rows = [];
  table.forEach((row) => rows.push(`|${cellsOf(row).join("|")}|`));
  const ruler = [];
  table.firstChild.forEach(({ attrs }) => ruler.push(RULERS[attrs.align] ?? "---"));
  return [rows[0], `|${ruler.join("|")}|`, ...rows.slice(1)].join("\n");
}

const RULERS = { left: ":---", center: ":---:", right: "---:" };

function cellsOf(row) {
  const cells = [];
  row.forEach((cell) => cells.push(serializer.inline(cell).replaceAll("|", "\\|")));
  return cells.map((words) => (words ? ` ${words} ` : " "));
}
