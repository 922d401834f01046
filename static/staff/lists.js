/* On a phone a row is a card: each of its cells says which column it is of. */
"use strict";

for (const table of document.querySelectorAll("#result_list")) {
  const heads = [...table.querySelectorAll("thead th")].map((head) =>
    head.querySelector(".text").textContent.trim(),
  );
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, at) => {
      if (cell.tagName === "TD" && heads[at]) cell.dataset.column = `${heads[at]}: `;
    });
  }
}
