/* Links, blocks and facts are chosen from lists, by names that people know. */

import { schema, leadsSomewhere } from "../words/schema.js";
import { read } from "../words/read.js";
import { choose } from "./chooser.js";
import { putBelow } from "./commands.js";
import { button, make } from "./make.js";

const { marks, nodes } = schema;
const WHOLE = "Write the whole address, like https://www.fda.gov/ or tel:988.";

export async function chooseLink(view, places) {
  const range = linkRange(view.state);
  const rows = places.map(({ title, path, note }) => ({ name: title, note, found: path, href: path }));
  const chosen = await choose({
    title: "Link to",
    hint: "Find a page or an answer",
    rows,
    more: (take) => otherAddress(take, range),
  });
  if (chosen) view.dispatch(linked(view.state, range, chosen).scrollIntoView());
  view.focus();
}

function otherAddress(take, range) {
  const field = make("input", { type: "text", id: "other-address", value: range.href || undefined, inputmode: "url" });
  const said = make("p", { class: "errors", role: "alert" });
  const use = () => {
    if (leadsSomewhere(field.value)) take({ href: field.value.trim() });
    else said.textContent = WHOLE;
  };
  const buttons = [button("Use this address", use, { class: "second" })];
  if (range.href) buttons.push(button("Take the link out", () => take({ href: "" }), { class: "second" }));
  return make("div", { class: "other-address" }, make("label", { for: "other-address" }, "Another address"), field, ...buttons, said);
}

/* What gets the link: the words selected, or those of the link around the cursor. */
function linkRange({ doc, selection }) {
  const { from, to, empty, $from } = selection;
  const isLink = (node) => marks.link.isInSet(node?.marks ?? []);
  const here = isLink($from.nodeAfter) || isLink($from.nodeBefore);
  if (!here) return { from, to, href: "" };
  if (!empty) return { from, to, href: here.attrs.href };
  const range = { from, to, href: here.attrs.href };
  $from.parent.forEach((child, offset) => {
    const start = $from.start() + offset;
    if (here.isInSet(child.marks) && start <= from && start + child.nodeSize >= from)
      [range.from, range.to] = [start, start + child.nodeSize];
  });
  return doc.rangeHasMark(range.from, range.to, marks.link) ? range : { from, to, href: "" };
}

function linked({ tr }, { from, to }, { name, href }) {
  tr.removeMark(from, to, marks.link);
  if (!href) return tr;
  const mark = marks.link.create({ href });
  if (from === to) return tr.insert(from, schema.text(name ?? href, [mark]));
  return tr.addMark(from, to, mark);
}

/* The examples of the page are what can be put in. */
export async function chooseBlock(view) {
  const examples = [...document.querySelectorAll("[data-block]")];
  const rows = examples.map((one) => ({ name: one.dataset.block, note: noteOf(one), text: one.textContent }));
  const chosen = await choose({ title: "Put in a block", hint: "Find a block", rows });
  if (chosen) putBelow(read(chosen.text).doc.content, view.state, view.dispatch);
  view.focus();
}

const noteOf = (example) => example.parentElement.querySelector("p.quiet")?.textContent;

export async function chooseFact(view, { facts, offered }) {
  const rows = offered.map((name) => ({
    name: name.replaceAll(/[_-]/g, " "),
    note: facts[name] || "Empty: put it into a block “Only if a fact is known”",
    fact: name,
  }));
  const chosen = await choose({ title: "Put in a fact of the clinic", hint: "Find a fact", rows });
  if (chosen) view.dispatch(view.state.tr.replaceSelectionWith(nodes.fact.create({ name: chosen.fact })).scrollIntoView());
  view.focus();
}
