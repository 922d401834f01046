/* Reads pieces of Markdown as the server does, and says which node each becomes. */

import MarkdownIt from "markdown-it";
import { MarkdownParser } from "prosemirror-markdown";
import { schema } from "./schema.js";

const FACT = /^\{([A-Za-z_-]{2,30})\}/;

export const markdown = new MarkdownIt("commonmark", { html: false }).enable("table").disable("image");
/* An address is kept as it was typed, with the facts in it. */
markdown.normalizeLink = (address) => address;
markdown.normalizeLinkText = (address) => address;
markdown.inline.ruler.before("link", "fact", readFact);

function readFact(state, silent) {
  const found = state.src[state.pos] === "{" && FACT.exec(state.src.slice(state.pos));
  if (!found) return false;
  if (!silent) state.push("fact", "", 0).content = found[1];
  state.pos += found[0].length;
  return true;
}

/* True if the items of this list stand without empty lines between them. */
function isTight(tokens, at) {
  while (++at < tokens.length) if (tokens[at].type !== "list_item_open") return tokens[at].hidden;
  return false;
}

const cell = (head) => ({
  block: "table_cell",
  getAttrs: (token) => ({ head, align: token.attrGet("style")?.split(":")[1] ?? "" }),
});

const SPECS = {
  paragraph: { block: "paragraph" },
  heading: { block: "heading", getAttrs: (token) => ({ level: Number(token.tag[1]) }) },
  blockquote: { block: "blockquote" },
  bullet_list: { block: "bullet_list", getAttrs: (_, tokens, at) => ({ tight: isTight(tokens, at) }) },
  ordered_list: {
    block: "ordered_list",
    getAttrs: (token, tokens, at) => ({ order: Number(token.attrGet("start") ?? 1), tight: isTight(tokens, at) }),
  },
  list_item: { block: "list_item" },
  table: { block: "table" },
  thead: { ignore: true },
  tbody: { ignore: true },
  tr: { block: "table_row" },
  th: cell(true),
  td: cell(false),
  hr: { node: "rule" },
  hardbreak: { node: "hard_break" },
  fact: { node: "fact", getAttrs: (token) => ({ name: token.content }) },
  em: { mark: "em" },
  strong: { mark: "strong" },
  code_inline: { mark: "code", noCloseToken: true },
  link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href"), title: token.attrGet("title") }) },
};

/* Takes tokens: where each stands in the text has been noted by then. */
const parser = new MarkdownParser(schema, { parse: (tokens) => tokens }, SPECS);

export const nodesOf = (tokens) => parser.parse(tokens).content;

/* Words on one line, such as a row: as content of a node. */
export function inlineOf(text, known) {
  const [inline] = markdown.parseInline(text, known);
  return nodesOf([{ type: "paragraph_open" }, inline, { type: "paragraph_close" }]).firstChild.content;
}
