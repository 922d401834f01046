/* The toolbar: one stop of the Tab key, arrows inside it, Escape back to the text. */

import { toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { schema } from "../words/schema.js";
import * as commands from "./commands.js";
import { button, make } from "./make.js";

const { nodes, marks } = schema;
const hasMark = (type) => ({ selection, storedMarks, doc }) =>
  selection.empty
    ? Boolean(type.isInSet(storedMarks ?? selection.$from.marks()))
    : doc.rangeHasMark(selection.from, selection.to, type);

/* Name, keys as ARIA says them, what it does, and what it shows as pressed. */
const tools = (acts) => [
  ["Heading", "Control+Alt+2", commands.heading(2), commands.isHeading(2)],
  ["Small heading", "Control+Alt+3", commands.heading(3), commands.isHeading(3)],
  ["Bold", "Control+B", toggleMark(marks.strong), hasMark(marks.strong)],
  ["Italic", "Control+I", toggleMark(marks.em), hasMark(marks.em)],
  ["List", "Control+Shift+8", commands.list(nodes.bullet_list), commands.isIn(nodes.bullet_list)],
  ["Numbers", "Control+Shift+7", commands.list(nodes.ordered_list), commands.isIn(nodes.ordered_list)],
  ["Link", "Control+K", acts.link, hasMark(marks.link)],
  ["Block", "", acts.block],
  ["Fact", "", acts.fact],
  ["Take block out", "", commands.takeOut],
  ["Undo", "Control+Z", undo],
  ["Redo", "Control+Y", redo],
];

const MOVES = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export class Toolbar {
  constructor(id, acts) {
    this.tools = tools(acts).map((tool) => this.#tool(...tool));
    this.buttons = this.tools.map((tool) => tool.button);
    this.buttons[0].tabIndex = 0;
    this.dom = make("div", { class: "toolbar", role: "toolbar", "aria-label": "Text", "aria-controls": id }, ...this.buttons);
    this.dom.addEventListener("keydown", (event) => this.#move(event));
    /* A mouse leaves the selection where it is. */
    this.dom.addEventListener("mousedown", (event) => event.preventDefault());
  }

  #tool(name, keys, command, isOn) {
    const attributes = { tabindex: "-1", "aria-keyshortcuts": keys || undefined };
    attributes.title = keys ? `${name} (${keys.replace("Control", "Ctrl")})` : name;
    return { command, isOn, button: button(name, () => this.#run(command), attributes) };
  }

  #run(command) {
    if (command(this.view.state, this.view.dispatch, this.view) !== "asks") this.view.focus();
  }

  #move(event) {
    if (event.key === "Escape") this.view.focus();
    const by = MOVES[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const last = this.buttons.length - 1;
    const at = this.buttons.indexOf(document.activeElement) + by;
    this.#focus(by === Infinity ? last : by === -Infinity || at > last ? 0 : at < 0 ? last : at);
  }

  #focus(at) {
    this.buttons.forEach((one) => (one.tabIndex = -1));
    this.buttons[at].tabIndex = 0;
    this.buttons[at].focus();
  }

  focus() {
    this.buttons.find((one) => one.tabIndex === 0).focus();
    return true;
  }

  /* Says which are on, and which can do nothing here. */
  show(view) {
    this.view = view;
    for (const { command, isOn, button: one } of this.tools) {
      if (isOn) one.setAttribute("aria-pressed", isOn(view.state));
      one.setAttribute("aria-disabled", !command(view.state));
    }
  }
}
