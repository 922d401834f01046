/* Makes writing easier: a live preview, and buttons that put Markdown into the text. Without it the
   Preview button and typing do the same. */
"use strict";

const PAUSE_MS = 700;

/* The preview */

function startPreview(preview) {
  const form = preview.closest("form");
  const frame = preview.querySelector("iframe");
  const said = preview.querySelector("[data-preview-said]");
  let timer = 0;
  let newest = 0;

  /* The body alone is exchanged: no flash, no jump, and no new step for the Back button. */
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const shown = frame.contentDocument;
    const checks = page.querySelector("[data-checks]");
    if (checks) sayChecks(checks);
    shown.title = page.title;
    shown.body.replaceWith(shown.adoptNode(page.body));
  }

  /* Said again only if it is different, so that nobody hears the same at each pause. */
  function sayChecks(checks) {
    const place = preview.querySelector("[data-checks-shown]");
    if (place.innerHTML !== checks.innerHTML) place.innerHTML = checks.innerHTML;
    checks.remove();
  }

  async function refresh() {
    const mine = ++newest;
    try {
      const answer = await fetch(preview.dataset.preview, {
        method: "POST",
        headers: { "X-With-Checks": "1" },
        body: new FormData(form),
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const html = await answer.text();
      if (mine !== newest) return;
      show(html);
      said.textContent = "";
    } catch {
      said.textContent = "The preview cannot be made now. Your words are still here.";
    }
  }

  /* Public pages cannot be shown in a frame, so a link in the preview opens in a window. */
  function followLinks() {
    frame.contentDocument.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      if (link.protocol.startsWith("http")) window.open(link.href, "_blank", "noopener");
    });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  }

  form.addEventListener("input", (event) => {
    if (event.target.name !== "preview-size") soon();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "preview-size") soon();
  });
  frame.addEventListener("load", followLinks);
  if (frame.contentDocument.readyState === "complete") followLinks();
  if (document.querySelector(".errornote")) refresh();
}

/* What to look at again, selected where it was typed. Without this the link leads to its field. */

function show(link) {
  const field = document.getElementById(link.hash.slice(1));
  const words = link.dataset.shows;
  /* The writing surface shows them itself (surface/view/showing.js). */
  const asks = new CustomEvent("show-words", { detail: words, cancelable: true });
  if (field && !field.dispatchEvent(asks)) return true;
  const start = words && field ? field.value.indexOf(words) : -1;
  if (start < 0) return false;
  field.focus();
  field.setSelectionRange(start, start + words.length);
  field.scrollTop = (field.scrollHeight * start) / field.value.length - field.clientHeight / 2;
  field.scrollIntoView({ block: "center" });
  return true;
}

function startShowing() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-shows]");
    if (link && show(link)) event.preventDefault();
  });
  /* From the page that asks before publishing one gets here by the number of what is shown. */
  const asked = location.hash.startsWith("#look-") && document.querySelector(location.hash);
  const link = asked && asked.querySelector("[data-shows]");
  /* By then the writing surface is there. */
  if (link) window.addEventListener("load", () => show(link));
}

/* The buttons above the text */

function insert(area, text) {
  area.focus();
  /* Unlike setting the value, this can be undone with the keyboard. */
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  }
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function selected(area) {
  return area.value.slice(area.selectionStart, area.selectionEnd);
}

function wrap(area, before, after, otherwise) {
  const start = area.selectionStart;
  const words = selected(area) || otherwise;
  insert(area, before + words + after);
  area.setSelectionRange(start + before.length, start + before.length + words.length);
}

function startOfLine(area) {
  const before = area.value.slice(0, area.selectionStart);
  area.setSelectionRange(before.lastIndexOf("\n") + 1, area.selectionEnd);
}

function eachLine(area, mark) {
  startOfLine(area);
  const lines = (selected(area) || "").split("\n");
  insert(area, lines.map((line) => mark + line).join("\n"));
}

function block(area, text) {
  area.setSelectionRange(area.selectionEnd, area.selectionEnd);
  const before = area.value.slice(0, area.selectionStart);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  insert(area, `${gap}${text}\n\n`);
}

const BUTTONS = [
  ["Bold", (area) => wrap(area, "**", "**", "bold words")],
  ["Link", (area) => wrap(area, "[", "](/contact/)", "what it leads to")],
  ["List", (area) => eachLine(area, "- ")],
  ["Heading", (area) => eachLine(area, "## ")],
];

function startToolbar(area) {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Put into the text");
  for (const [name, act] of BUTTONS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => act(area));
    bar.append(button);
  }
  bar.append(blockMenu(area));
  area.before(bar);
}

function blockMenu(area) {
  const menu = document.createElement("select");
  menu.setAttribute("aria-label", "Block to put in");
  menu.append(new Option("Add a block …", ""));
  for (const example of document.querySelectorAll("[data-block]")) {
    menu.append(new Option(example.dataset.block, example.textContent));
  }
  const add = document.createElement("button");
  add.type = "button";
  add.textContent = "Add";
  /* With a button of its own the keyboard can go through the choices in peace. */
  add.addEventListener("click", () => {
    if (menu.value) block(area, menu.value);
    menu.value = "";
  });
  const both = document.createElement("span");
  both.append(menu, add);
  return both;
}

/* A long list of check boxes gets a field that shows only those with the words typed */

function startFilter(group) {
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "Find";
  field.setAttribute("aria-label", `Find in ${group.getAttribute("aria-label").toLowerCase()}`);
  const boxes = [...group.querySelectorAll("label")];
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = field.value.toLowerCase();
    for (const box of boxes) {
      const fits = box.textContent.toLowerCase().includes(words);
      box.hidden = !fits && !box.querySelector("input").checked;
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  group.before(field);
}

/* A mistake in the text leads into the surface that lies over its field, and takes its clicks. */

function startMistakes(area) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(`.errornote a[href="#${area.id}"]`);
    if (!link || !area.hidden) return;
    event.preventDefault();
    const label = document.getElementById(`${area.id}-label`);
    label.click();
    label.scrollIntoView({ block: "center" });
  });
}

/* Words that are not saved */

function keepUnsaved(form) {
  let dirty = Boolean(document.querySelector(".errornote"));
  form.addEventListener("input", (event) => {
    if (event.target.name !== "preview-size") dirty = true;
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "_blank") dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

/* Django loads this in the head, before there is a page. */
document.addEventListener("DOMContentLoaded", () => {
  const preview = document.querySelector("[data-preview]");
  const area = document.getElementById("id_body");
  if (!preview || !area) return;
  startPreview(preview);
  startToolbar(area);
  startShowing();
  startMistakes(area);
  keepUnsaved(area.form);
  for (const group of document.querySelectorAll("[data-filter]")) startFilter(group);
});
