/* Puts the writing surface over the text of a document. Without it the textarea is there. */

import { BLOCKS, CONDITIONS, ROWS } from "./words/blocks.js";
import { read } from "./words/read.js";
import { write } from "./words/write.js";
import { Surface } from "./view/surface.js";

/* For the tests, which hold every shipped text against them. */
export { BLOCKS, CONDITIONS, ROWS, read, write };

async function tellKnown(surface, address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok) surface.tell(await answer.json());
  } catch {
    /* Without them addresses can be typed, and facts show their names. */
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const area = document.getElementById("id_body");
  const desk = document.querySelector("[data-known]");
  const plainTools = area?.previousElementSibling;
  if (!desk || !plainTools?.matches(".toolbar")) return;
  tellKnown(new Surface(area, plainTools), desk.dataset.known);
});
