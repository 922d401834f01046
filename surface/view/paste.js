/* Makes structure of what is pasted from Word or a page, and cuts away all that is only looks.

Styles go before a browser reads them: the policy of the staff pages forbids them, and says so. What
comes through is judged again by the schema here and by the server. */

import { Slice } from "prosemirror-model";
import { read } from "../words/read.js";

const UNSEEN = /<(style|script|xml|title|head)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<!\[[^>]*>/gi;
const ATTRIBUTE = /\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;
const LEVEL = /mso-list:[^;]*level(\d)/i;
const BOLD = /(?<![\w-])font-weight:\s*(?:bold|[6-9]00)/i;
const NORMAL = /(?<![\w-])font-weight:\s*(?:normal|400)/i;
const ITEM = "p[data-level]";
const INSIDE_CELLS = ["p", "div", "ul", "ol", "li", "h1", "h2", "h3", "br"].map((tag) => `td ${tag}, th ${tag}`).join();
/* Signs that open an item of a list and nothing else; some come without the mark that says so. */
const SIGN = /^[\s\u00a0]*[•·▪◦●○■\uf0b7\uf0a7][\s\u00a0]*/;
const NUMBER = /^[(\s]*(?:\d+|[a-z]|[ivx]+)[.)]/i;

export function clean(html) {
  const bare = html.replace(UNSEEN, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(ATTRIBUTE, asMark));
  const page = new DOMParser().parseFromString(bare, "text/html");
  for (const line of page.querySelectorAll("p")) if (SIGN.test(line.textContent)) line.dataset.level ??= "1";
  for (const item of [...page.querySelectorAll(ITEM)]) if (!before(item)) gather(item);
  for (const item of page.querySelectorAll("li")) unsigned(item);
  for (const sign of page.querySelectorAll("[data-ignore], o\\:p, img, iframe, object, svg, form")) sign.remove();
  for (const block of page.querySelectorAll(INSIDE_CELLS)) block.replaceWith(...block.childNodes, " ");
  return page.body.innerHTML;
}

/* What a style says of the structure stays, as a mark of our own. */
function asMark(_, name, value) {
  if (name.toLowerCase() !== "style") return "";
  if (/mso-list:\s*ignore/i.test(value)) return ' data-ignore=""';
  const level = LEVEL.exec(value);
  if (level) return ` data-level="${level[1]}"`;
  if (NORMAL.test(value)) return ' data-normal=""';
  return BOLD.test(value) ? ' data-bold=""' : "";
}

const before = (item) => item.previousElementSibling?.matches(ITEM);

/* Word's lists are paragraphs; a run of them becomes lists within lists. */
function gather(first) {
  const run = [];
  for (let item = first; item?.matches(ITEM); item = item.nextElementSibling) run.push(item);
  const open = [];
  for (const item of run) {
    const level = Number(item.dataset.level);
    while (open.length && open.at(-1).level > level) open.pop();
    if (open.at(-1)?.level !== level) open.push({ level, list: listFor(item, open, first) });
    open.at(-1).list.append(itemOf(item));
  }
  run.forEach((item) => item.remove());
}

function listFor(item, open, first) {
  const sign = item.querySelector("[data-ignore]")?.textContent ?? "";
  const list = item.ownerDocument.createElement(NUMBER.test(sign) ? "ol" : "ul");
  const owner = open.at(-1)?.list.lastElementChild;
  if (owner) owner.append(list);
  else first.before(list);
  return list;
}

function itemOf(paragraph) {
  const item = paragraph.ownerDocument.createElement("li");
  const words = paragraph.ownerDocument.createElement("p");
  paragraph.querySelectorAll("[data-ignore]").forEach((sign) => sign.remove());
  words.append(...paragraph.childNodes);
  item.append(words);
  return item;
}

/* The list makes its own bullet, so the one that was pasted goes, and the blanks behind it. */
function unsigned(item) {
  const walker = item.ownerDocument.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  let pattern = SIGN;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text.parentElement.closest("li") !== item) return;
    if (pattern === SIGN && !text.data.trim()) continue;
    if (!pattern.test(text.data)) return;
    text.data = text.data.replace(pattern, "");
    if (text.data) return;
    pattern = /^[\s\u00a0]*/;
  }
}

/* Plain text that is pasted may be Markdown, or have bullets of Word. */
export function fromText(text, context) {
  const typed = text.replace(/\r\n?/g, "\n").replace(/^[ \t]*[•·▪◦][ \t]+/gm, "- ");
  try {
    const { doc } = read(typed);
    return new Slice(doc.content, open(doc.firstChild), open(doc.lastChild));
  } catch {
    return Slice.maxOpen(context.doc.type.schema.node("doc", null, paragraphs(typed, context)).content);
  }
}

const open = (node) => (node?.type.name === "paragraph" ? 1 : 0);

function paragraphs(text, { doc }) {
  const { schema } = doc.type;
  const parts = text.split(/\n+/).filter((part) => part.trim());
  return (parts.length ? parts : [" "]).map((part) => schema.node("paragraph", null, schema.text(part)));
}
