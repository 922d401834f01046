/* A small dialog with a field to search in, and a list to choose from. */

import { button, make } from "./make.js";

/* The rows shown are few enough to look through. */
const MOST = 60;

let number = 0;

/* The row that was chosen, or null. A row has `name`, perhaps a `note` and words it is `found` by.
   `more` makes what stands below the list, and gets the function that chooses. */
export function choose({ title, hint, rows, more }) {
  const dialog = new Chooser(title, hint, rows, more);
  return dialog.answer;
}

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class Chooser {
  constructor(title, hint, rows, more) {
    this.rows = rows;
    this.chosen = null;
    this.list = make("ul", { class: "choices-found" });
    this.said = make("p", { class: "quiet", role: "status" });
    this.field = make("input", { type: "search", "aria-label": hint, placeholder: hint, autofocus: true });
    this.dialog = this.#dialog(title, more);
    this.answer = new Promise((done) => this.dialog.addEventListener("close", () => this.#end(done)));
    this.#listen();
    this.#show();
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  #dialog(title, more) {
    const id = `chooser-${++number}`;
    const heading = make("h2", { id }, title);
    const below = more ? [more((chosen) => this.#take(chosen))] : [];
    const close = button("Close", () => this.dialog.close(), { class: "second" });
    return make("dialog", { class: "chooser", "aria-labelledby": id }, heading, this.field, this.said, this.list, ...below, close);
  }

  #listen() {
    this.field.addEventListener("input", () => this.#show());
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.field) return;
      event.preventDefault();
      this.list.querySelector("button")?.click();
    });
  }

  #show() {
    const words = plain(this.field.value).split(/\s+/).filter(Boolean);
    const found = this.rows.filter((row) => words.every((word) => plain(`${row.name} ${row.note ?? ""} ${row.found ?? ""}`).includes(word)));
    this.said.textContent = found.length ? `${found.length} found` : `Nothing has “${this.field.value}” in it.`;
    this.list.replaceChildren(...found.slice(0, MOST).map((row) => this.#row(row)));
  }

  #row(row) {
    const made = button(row.name, () => this.#take(row));
    if (row.note) made.append(make("span", { class: "quiet" }, row.note));
    return make("li", {}, made);
  }

  #take(row) {
    this.chosen = row;
    this.dialog.close();
  }

  #end(done) {
    this.dialog.remove();
    done(this.chosen);
  }
}
