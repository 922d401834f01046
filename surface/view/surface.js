/* The surface over a textarea, which stays the field that is sent: it gets every change as Markdown. */

import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { NotForTheSurface } from "../words/pieces.js";
import { read } from "../words/read.js";
import { write } from "../words/write.js";
import { bars, nodeViews } from "./boxes.js";
import { chooseBlock, chooseFact, chooseLink } from "./choosing.js";
import { keys, plainRows, signs } from "./keys.js";
import { button, make } from "./make.js";
import { clean, fromText } from "./paste.js";
import { showWords } from "./showing.js";
import { Toolbar } from "./toolbar.js";

const KEYS = "Alt+F10 goes to the tools, Tab leaves the text.";

export class Surface {
  /* `plainTools` are those of the textarea. */
  constructor(area, plainTools) {
    this.area = area;
    this.plainTools = plainTools;
    this.known = { places: [], facts: null, offered: [] };
    this.label = document.querySelector(`label[for="${area.id}"]`);
    this.label.id ||= `${area.id}-label`;
    this.#build();
    this.#listen();
    this.open();
  }

  #build() {
    const id = `${this.area.id}-surface`;
    this.sheet = make("div", { class: "sheet", id });
    this.toolbar = new Toolbar(id, this.#acts());
    this.toggle = button("Plain text", () => (this.view ? this.close() : this.open()), { class: "plain-text", "aria-pressed": "false" });
    this.said = make("p", { class: "quiet", role: "status" });
    this.paper = make("div", { class: "paper" }, this.toolbar.dom, this.sheet, make("p", { class: "quiet", id: `${id}-keys` }, KEYS));
    this.area.before(make("div", { class: "surface" }, this.toggle, this.said, this.paper));
    /* What stood between label and textarea stays above the textarea. */
    this.area.before(this.plainTools);
  }

  /* Commands that ask first; without a place to act they say that they can. */
  #acts() {
    const asks = (act) => (_state, dispatch) => {
      if (dispatch) act(this.view);
      return dispatch ? "asks" : true;
    };
    return {
      link: asks((view) => chooseLink(view, this.known.places)),
      block: asks(chooseBlock),
      fact: asks((view) => chooseFact(view, this.known)),
      tools: () => this.toolbar.focus(),
    };
  }

  #listen() {
    this.label.addEventListener("click", () => this.view?.focus());
    this.area.addEventListener("show-words", (event) => {
      if (this.view && showWords(this.view, event.detail)) event.preventDefault();
    });
  }

  /* What may be linked to, and the values of the facts, once they are there. */
  tell(known) {
    this.known = known;
    this.view?.setProps({ nodeViews: nodeViews(known.facts) });
  }

  open() {
    try {
      this.#start(read(this.area.value));
      this.said.textContent = "";
    } catch (error) {
      if (!(error instanceof NotForTheSurface)) throw error;
      this.said.textContent = `${error.message} Change that here, as plain text.`;
    }
    this.#show();
  }

  close() {
    this.view.destroy();
    this.view = null;
    this.#show();
  }

  #start({ doc, memory }) {
    if (write(doc, memory).trim() !== this.area.value.trim())
      throw new NotForTheSurface("This text would not come back as it is.");
    this.memory = memory;
    const plugins = [history(), gapCursor(), bars, signs, plainRows, ...keys(this.#acts())];
    this.view = new EditorView(this.sheet, {
      state: EditorState.create({ doc, plugins }),
      nodeViews: nodeViews(this.known.facts),
      attributes: this.#attributes(),
      transformPastedHTML: clean,
      clipboardTextParser: (text, context, isPlain) => (isPlain ? null : fromText(text, context)),
      dispatchTransaction: (change) => this.#take(change),
    });
    this.toolbar.show(this.view);
  }

  #attributes() {
    const described = [this.area.getAttribute("aria-describedby"), `${this.sheet.id}-keys`];
    const wrong = this.area.getAttribute("aria-invalid");
    return {
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": this.label.id,
      "aria-describedby": described.filter(Boolean).join(" "),
      lang: this.area.closest("[data-language]").dataset.language,
      ...(wrong ? { "aria-invalid": wrong } : {}),
    };
  }

  #take(change) {
    this.view.updateState(this.view.state.apply(change));
    this.toolbar.show(this.view);
    if (!change.docChanged) return;
    this.area.value = write(this.view.state.doc, this.memory);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show() {
    const isPlain = !this.view;
    this.toggle.setAttribute("aria-pressed", isPlain);
    this.paper.hidden = isPlain;
    this.area.hidden = this.plainTools.hidden = !isPlain;
    if (isPlain) this.label.htmlFor = this.area.id;
    else this.label.removeAttribute("for");
  }
}
