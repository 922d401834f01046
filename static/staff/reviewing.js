/* Shows the sentence a warning is about in the preview beside it. Without this the link leads to where
   the words are written. */
"use strict";

/* Where these words stand in the preview, however they are spaced there. */
function placeOf(words, page) {
  const walker = page.createTreeWalker(page.querySelector("main") || page.body, NodeFilter.SHOW_TEXT);
  const wanted = words.replace(/\s+/g, "");
  const letters = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.length; at++) {
      if (/\S/.test(node.data[at])) letters.push({ node, at });
    }
  }
  const text = letters.map(({ node, at }) => node.data[at]).join("");
  const start = wanted ? text.indexOf(wanted) : -1;
  if (start < 0) return null;
  const first = letters[start];
  const last = letters[start + wanted.length - 1];
  const range = page.createRange();
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at + 1);
  return range;
}

/* The whole text stands on the page: nobody decides on words that are still to be scrolled to. */
function showWhole(frame) {
  const page = frame.contentDocument?.documentElement;
  if (page) frame.style.blockSize = `${page.scrollHeight + 4}px`;
}

const shown = document.querySelector(".reviewing iframe[name=preview]");
if (shown) {
  shown.addEventListener("load", () => showWhole(shown));
  for (const size of document.querySelectorAll("[name=preview-size]")) {
    size.addEventListener("change", () => requestAnimationFrame(() => showWhole(shown)));
  }
  showWhole(shown);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reads]");
  const frame = document.querySelector("iframe[name=preview]");
  const place = link && frame && placeOf(link.dataset.reads, frame.contentDocument);
  if (!place) return;
  event.preventDefault();
  frame.scrollIntoView({ block: "nearest" });
  frame.contentWindow.focus();
  const selection = frame.contentWindow.getSelection();
  selection.removeAllRanges();
  selection.addRange(place);
  place.startContainer.parentElement.scrollIntoView({ block: "center" });
});
