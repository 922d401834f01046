/* Drags rows by their names, with a mouse or a finger; the buttons beside them work without it. */
"use strict";

const said = document.querySelector("[data-order-said]");

async function save(form) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    said.textContent = "The new order is saved.";
  } catch {
    said.textContent = "The new order could not be saved. Load the page again.";
    said.classList.remove("visually-hidden");
  }
}

function rowAt(list, y) {
  return [...list.children].find((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return y >= top && y <= bottom;
  });
}

function drag(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  const row = grip.closest("li");
  const list = row.parentElement;
  const before = [...list.children];
  event.preventDefault();
  row.classList.add("dragged");

  function move({ clientY }) {
    const other = rowAt(list, clientY);
    if (!other || other === row) return;
    const isBelow = row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    list.insertBefore(row, isBelow ? other.nextSibling : other);
  }

  function drop() {
    stop.abort();
    row.classList.remove("dragged");
    if (before.some((one, place) => one !== list.children[place])) save(list.closest("form"));
  }

  /* On the window: the row itself leaves and enters the page as it moves. */
  const stop = new AbortController();
  window.addEventListener("pointermove", move, { signal: stop.signal });
  window.addEventListener("pointerup", drop, { signal: stop.signal });
  window.addEventListener("pointercancel", drop, { signal: stop.signal });
}

for (const form of document.querySelectorAll("[data-order]")) {
  form.addEventListener("pointerdown", drag);
}
