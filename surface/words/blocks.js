/* The site's blocks by name, as writers call them; a test holds them against pages/markup/blocks.py. */

export const CONDITIONS = { when: "Only if the clinic has", unless: "Only while the clinic lacks" };

/* Blocks that show rows: each line of theirs is one, with " | " between its parts. */
export const ROWS = {
  checklist: "Checklist",
  choices: "Choices, one question at a time",
  compare: "Choices side by side",
  course: "A course, drawn",
  dots: "Numbers in dots",
  "fair-numbers": "Study, both groups",
  how: "How it works, drawn",
  index: "List of links",
  ledger: "Short facts",
  points: "Short points",
  session: "A session, drawn",
  start: "How to start",
  study: "Study, one group",
};

const TEXT = {
  care: "When to get help",
  harm: "What can go wrong",
  "help-lines": "Lines that help",
  important: "Warning",
  known: "What is known",
  more: "More to read, closed at first",
  "no-rush": "Ask us, no rush",
  numbers: "Numbers side by side",
  pair: "Known, not known, can go wrong",
  part: "Part of the page",
  picture: "Picture",
  "right-now": "Get help right now",
  "same-day": "Call us the same day",
  status: "Status box",
  unknown: "What is not known",
};

/* Blocks that show no title. */
const UNTITLED = new Set(
  "care checklist help-lines no-rush pair picture right-now same-day session status".split(" "),
);

export const BLOCKS = { ...ROWS, ...TEXT };

export const isKnown = (name) => Object.hasOwn(BLOCKS, name) || Object.hasOwn(CONDITIONS, name);

export const hasRows = (name) => Object.hasOwn(ROWS, name);

/* Not words but a name stands behind these: of a fact, or of a picture. */
export const isNamed = (name) => Object.hasOwn(CONDITIONS, name) || name === "picture";

export const hasTitle = (name) => !isNamed(name) && !UNTITLED.has(name);

/* What a writer reads on the box, such as "Only if the clinic has: night phone". */
export function labelOf(name, about) {
  const label = CONDITIONS[name] ?? BLOCKS[name] ?? name;
  return about ? `${label}: ${about.replaceAll("_", " ")}` : label;
}
