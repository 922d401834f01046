/* Remembers how each piece of a text was typed, so that what nobody changes is sent as it was.

A node that was not touched is still the same object; after an undo it is at least an equal one. */

const kind = (node) => node?.type.name;

export class Memory {
  #typed = new Map();

  /* This node was typed so, with so many line ends between it and the one before. */
  keep(node, text, before, gap) {
    this.#typed.set(node, { text, before, gap });
    const ahead = this.#typed.get(before);
    if (ahead) [ahead.after, ahead.gapAfter] = [node, gap];
  }

  /* How this node was typed; undefined for one that is new or changed. */
  text(node, before) {
    return this.#found(node, before)?.text;
  }

  /* The line ends between these two, if either stood beside one of the other's kind. */
  gap(node, before) {
    const typed = this.#found(node, before);
    if (typed && kind(typed.before) === kind(before)) return typed.gap;
    const ahead = before && this.#found(before);
    return ahead && kind(ahead.after) === kind(node) ? ahead.gapAfter : undefined;
  }

  #found(node, before) {
    const same = this.#typed.get(node);
    if (same) return same;
    const equal = [...this.#typed].filter(([one]) => one.nodeSize === node.nodeSize && one.eq(node));
    const best = equal.find(([, typed]) => kind(typed.before) === kind(before) && typed.before?.eq(before));
    return (best ?? equal[0])?.[1];
  }
}
