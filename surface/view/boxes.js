/* How blocks, facts and what stays as typed look in the surface. */

import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { labelOf } from "../words/blocks.js";
import { make } from "./make.js";

/* Drawn anew when `facts`, the values by name, are there. */
export function nodeViews(facts) {
  return { box, raw, fact: (node) => fact(node, facts) };
}

function box({ attrs }) {
  const label = labelOf(attrs.name, attrs.about);
  const name = make("div", { class: "box-name", contenteditable: "false" }, label);
  const contentDOM = make("div", { class: "box-words" });
  const dom = make("div", { class: `box box-${attrs.name}`, role: "group", "aria-label": `Block: ${label}` }, name, contentDOM);
  return { dom, contentDOM };
}

function raw({ attrs }) {
  const name = make("div", { class: "box-name" }, "Kept as typed. Change it as plain text.");
  const dom = make("div", { class: "box box-raw", contenteditable: "false" }, name, make("pre", {}, attrs.text));
  return { dom };
}

function fact({ attrs }, facts) {
  const value = facts?.[attrs.name];
  const label = attrs.name.replaceAll(/[_-]/g, " ");
  const words = value || (value === "" ? `${label}: not entered` : facts ? `no such fact: ${label}` : label);
  const dom = make("span", { class: "fact", title: `A fact of the clinic: ${label}` }, words);
  if (facts && !value) dom.classList.add("fact-empty");
  return { dom };
}

/* The signs between the parts of a row are shown as such. */
export const bars = new Plugin({
  props: {
    decorations({ doc }) {
      const found = [];
      doc.descendants((node, at) => {
        if (node.type.name === "row") found.push(...barsIn(node, at + 1));
      });
      return DecorationSet.create(doc, found);
    },
  },
});

function barsIn(row, start) {
  const found = [];
  row.forEach((child, offset) => {
    for (const { index } of (child.text ?? "").matchAll(/ \| /g)) {
      const from = start + offset + index;
      found.push(Decoration.inline(from, from + 3, { class: "bar" }));
    }
  });
  return found;
}
