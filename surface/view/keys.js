/* The keys of the surface, and the signs that become more than signs while one types. Tab leaves it. */

import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Plugin } from "prosemirror-state";
import { schema } from "../words/schema.js";
import * as commands from "./commands.js";

const { nodes, marks } = schema;

/* `acts` are those of the toolbar that need the page: link and tools. */
export function keys(acts) {
  return [
    keymap({
      "Mod-b": toggleMark(marks.strong),
      "Mod-i": toggleMark(marks.em),
      "Mod-k": acts.link,
      "Mod-Alt-2": commands.heading(2),
      "Mod-Alt-3": commands.heading(3),
      "Mod-Alt-0": commands.paragraph,
      "Mod-Shift-8": commands.list(nodes.bullet_list),
      "Mod-Shift-7": commands.list(nodes.ordered_list),
      "Mod-]": sinkListItem(nodes.list_item),
      "Mod-[": liftListItem(nodes.list_item),
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
      "Shift-Enter": commands.lineBreak,
      Enter: chainCommands(
        commands.leaveBox,
        commands.fromTitle,
        commands.nextRow,
        commands.nextLine,
        splitListItem(nodes.list_item),
      ),
      "Alt-F10": acts.tools,
    }),
    keymap(baseKeymap),
  ];
}

/* {driving} becomes the fact. */
const fact = new InputRule(/\{([A-Za-z_-]{2,30})\}$/, (state, [, name], from, to) =>
  state.tr.replaceWith(from, to, nodes.fact.create({ name }, null, state.doc.resolve(from).marks())),
);

export const signs = inputRules({
  rules: [
    fact,
    textblockTypeInputRule(/^(##|###)\s$/, nodes.heading, ([, signs]) => ({ level: signs.length })),
    wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list, ([, order]) => ({ order: Number(order) })),
  ],
});

/* A row that is typed with "- " in front is a row already. */
export const plainRows = new Plugin({
  props: {
    handleTextInput({ state, dispatch }, from, to, text) {
      const { parent, parentOffset } = state.doc.resolve(from);
      const isSign = text === " " && parent.type === nodes.row && parentOffset === 1 && parent.textContent === "-";
      if (isSign) dispatch(state.tr.delete(from - 1, to));
      return isSign;
    },
  },
});
