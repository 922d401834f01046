/* What a text may be made of: the nodes and marks of the surface. */

import { Schema } from "prosemirror-model";
import { labelOf } from "./blocks.js";

/* An address that a browser may be given; the server judges it again. */
const LEADS = /^(?:[/#]|https?:\/\/|mailto:|tel:|sms:)/i;

const block = (name, attrs = {}) => ({
  group: "block",
  content: "block+",
  parseDOM: [{ tag: name }],
  toDOM: () => [name, 0],
  ...attrs,
});

const heading = {
  ...block("h2"),
  content: "(text | fact)*",
  attrs: { level: { default: 2 } },
  defining: true,
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
    tag: `h${level}`,
    attrs: { level: level < 3 ? 2 : 3 },
  })),
  toDOM: (node) => [`h${Math.min(3, Math.max(2, node.attrs.level))}`, 0],
};

/* `typed`: how many colons it had, and line ends at its start and end. */
const box = {
  ...block("section"),
  content: "box_title? (block | row)*",
  attrs: { name: {}, about: { default: "" }, typed: { default: null } },
  defining: true,
  isolating: true,
  parseDOM: [
    { tag: "section[data-box]", getAttrs: ({ dataset }) => ({ name: dataset.box, about: dataset.about ?? "" }) },
  ],
  toDOM: ({ attrs }) => [
    "section",
    { "data-box": attrs.name, "data-about": attrs.about, "aria-label": labelOf(attrs.name, attrs.about) },
    0,
  ],
};

const line = (tag, more = {}) => ({
  content: "(text | fact)*",
  defining: true,
  parseDOM: [{ tag }],
  toDOM: () => [tag.split("[")[0], { class: tag.match(/data-(\w+)/)[1], [tag.match(/data-\w+/)[0]]: "" }, 0],
  ...more,
});

const cell = {
  content: "(text | fact)*",
  attrs: { head: { default: false }, align: { default: "" } },
  isolating: true,
  parseDOM: [
    { tag: "td", attrs: { head: false } },
    { tag: "th", attrs: { head: true } },
  ],
  toDOM: ({ attrs }) => [attrs.head ? "th" : "td", 0],
};

/* What the surface has no shape for: shown as it was typed, and sent as it was typed. */
const raw = {
  group: "block",
  atom: true,
  attrs: { text: {} },
  parseDOM: [{ tag: "pre[data-raw]", getAttrs: (dom) => ({ text: dom.textContent }) }],
  toDOM: ({ attrs }) => ["pre", { "data-raw": "" }, attrs.text],
};

const fact = {
  group: "inline",
  inline: true,
  atom: true,
  attrs: { name: {} },
  leafText: ({ attrs }) => `{${attrs.name}}`,
  parseDOM: [{ tag: "span[data-fact]", getAttrs: ({ dataset }) => ({ name: dataset.fact }) }],
  toDOM: ({ attrs }) => ["span", { "data-fact": attrs.name }, `{${attrs.name}}`],
};

const nodes = {
  doc: { content: "block+" },
  paragraph: { ...block("p"), content: "inline*" },
  heading,
  blockquote: block("blockquote"),
  bullet_list: { ...block("ul"), content: "list_item+", attrs: { tight: { default: true } } },
  ordered_list: {
    ...block("ol"),
    content: "list_item+",
    attrs: { order: { default: 1 }, tight: { default: true } },
    toDOM: ({ attrs }) => ["ol", { start: attrs.order }, 0],
  },
  list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  box,
  box_title: line("p[data-title]", { isolating: true }),
  row: line("p[data-row]"),
  table: { ...block("table"), content: "table_row+", isolating: true, toDOM: () => ["table", ["tbody", 0]] },
  table_row: { content: "table_cell+", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  table_cell: cell,
  raw,
  rule: { ...block("hr"), content: "", toDOM: () => ["hr"] },
  fact,
  text: { group: "inline" },
  hard_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
};

const isNormal = (dom) => dom.dataset.normal === undefined && null;

const marks = {
  em: { parseDOM: [{ tag: "em" }, { tag: "i", getAttrs: isNormal }], toDOM: () => ["em", 0] },
  strong: {
    parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: isNormal }, { tag: "span[data-bold]" }],
    toDOM: () => ["strong", 0],
  },
  link: {
    attrs: { href: {}, title: { default: null } },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: addressOf }],
    toDOM: ({ attrs }) => ["a", LEADS.test(attrs.href) ? { href: attrs.href } : {}, 0],
  },
  code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};

/* False for a link that leads to no page: its words stay. */
function addressOf(dom) {
  const href = dom.getAttribute("href");
  return leadsSomewhere(href) && { href };
}

export const leadsSomewhere = (href) => LEADS.test(href.trim());

export const schema = new Schema({ nodes, marks });
