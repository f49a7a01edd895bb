// A list of choices under or over a field, worked with the arrow keys while the field keeps the focus.

import { h } from "./dom.js";

let counter = 0;

export class Listbox {
  /** `input` keeps the focus; `onPick(item)` gets the chosen item; `render(item)` returns an option's content. */
  constructor(input, { label, onPick, render, testid, itemTestid }) {
    counter += 1;
    Object.assign(this, { input, onPick, render, itemTestid });
    this.items = [];
    this.active = -1;
    this.node = h("div", { id: `listbox-${counter}`, class: "listbox", role: "listbox", tabindex: "0", "aria-label": label, testid, hidden: true });
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.node.id);
    input.setAttribute("aria-haspopup", "listbox");
    // A text area may not be called a combobox, nor be expanded.
    this.combobox = input.tagName === "INPUT";
    if (this.combobox) input.setAttribute("role", "combobox");
    this.#expanded();
    // The field must not lose the focus to a press on the list.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    // What scrolls can be reached by Tab; there the keys do the same.
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("blur", (event) => event.relatedTarget !== input && this.hide());
  }

  get open() {
    return !this.node.hidden;
  }

  show(items, { heading, active = 0 } = {}) {
    this.items = items;
    const options = items.map((item, index) => h("div", {
      id: `${this.node.id}-${index}`, role: "option", class: "listbox-item", testid: this.itemTestid,
      "data-value": item.value ?? item.name,
      on: { click: () => this.pick(index), mousemove: () => this.activate(index) },
    }, this.render(item)));
    this.node.replaceChildren(...(heading ? [h("div", { class: "listbox-heading", role: "presentation" }, heading)] : []), ...options);
    this.options = options;
    this.node.hidden = items.length === 0;
    this.#fit();
    this.#expanded();
    this.active = -1;
    if (items.length && active >= 0) this.activate(active);
    else this.input.removeAttribute("aria-activedescendant");
  }

  note(text) {
    this.items = [];
    this.node.replaceChildren(h("div", { class: "listbox-heading", role: "option", "aria-disabled": "true" }, text));
    this.node.hidden = false;
    this.#fit();
    this.#expanded();
  }

  hide() {
    if (!this.open) return;
    const within = document.activeElement === this.node;
    this.show([]);
    if (within) this.input.focus();
  }

  /** Keep the list, which stands above its field, inside the window. */
  #fit() {
    const room = this.node.offsetParent?.getBoundingClientRect().top;
    if (room) this.node.style.maxHeight = `min(380px, 50vh, ${Math.max(room - 16, 96)}px)`;
  }

  #expanded() {
    if (this.combobox) this.input.setAttribute("aria-expanded", String(this.open));
  }

  activate(index) {
    if (index === this.active) return;
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pick(index) {
    const item = this.items[index];
    this.hide();
    this.onPick(item);
  }

  /** Handle a key press in the field; return true when the list took it. */
  key(event) {
    if (!this.open || event.isComposing) return false;
    if (event.key === "Escape") this.hide();
    else if (!this.items.length) return false;
    else if (event.key === "ArrowDown") this.activate((this.active + 1) % this.items.length);
    else if (event.key === "ArrowUp") this.activate((this.active + this.items.length - (this.active < 0 ? 0 : 1)) % this.items.length);
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && this.active >= 0) this.pick(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
