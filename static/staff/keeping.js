/* Keeps what is being typed, by itself: for this colleague alone, until it is saved. */
"use strict";

const KEEP_AFTER_MS = 1500;
const NOT_KEPT = "What you type cannot be kept now. It is still here; save it when you can.";

class Keeping {
  constructor(form, { keep, forget }) {
    this.form = form;
    this.address = keep;
    this.forget = forget;
    this.first = this.typed();
    /* A form that came back with mistakes, or with words of before, is not as it is stored. */
    if (document.querySelector(".errornote")) this.first = null;
    this.timer = 0;
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget !== "_blank") this.stop();
    });
    addEventListener("online", () => this.soon());
    addEventListener("visibilitychange", () => this.now());
  }

  fields() {
    const fields = new FormData(this.form);
    for (const [name, value] of [...fields]) if (typeof value !== "string") fields.delete(name);
    fields.delete("preview-size");
    return fields;
  }

  typed() {
    return JSON.stringify([...this.fields()]);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), KEEP_AFTER_MS);
  }

  /* Who leaves within the pause loses nothing either. */
  now() {
    if (document.visibilityState !== "hidden" || !this.timer) return;
    clearTimeout(this.timer);
    this.keep();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.isOver = true;
  }

  async keep() {
    this.timer = 0;
    if (this.isOver) return;
    const body = this.fields();
    const isAsBefore = this.typed() === this.first;
    if (isAsBefore) body.set(this.forget, "1");
    try {
      this.say(await this.send(body), isAsBefore);
    } catch {
      this.tell(NOT_KEPT);
    }
  }

  async send(body) {
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.address, { method: "POST", headers, body });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return answer.json();
  }

  /* What a colleague threw away meanwhile is said at once. */
  say({ at, gone }, isAsBefore) {
    const said = isAsBefore ? "" : `Kept while typing at ${at}, not saved`;
    this.form.querySelector("[data-kept-said]").textContent = said;
    this.tell(gone ?? "");
  }

  /* Said aloud, and once. */
  tell(words) {
    const place = this.form.querySelector("[data-not-kept]");
    if (place.textContent !== words) place.textContent = words;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const desk = document.querySelector("[data-keep]");
  if (desk) new Keeping(desk.closest("form"), desk.dataset);
});
