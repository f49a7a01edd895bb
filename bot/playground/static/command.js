// A slash command being filled in: its options as pills, then sent.

import { h, iconButton } from "./dom.js";
import { optionField } from "./option.js";

export class CommandBar {
  /** `onClose()` is called when the command was sent or given up. */
  constructor(ctx, onClose) {
    Object.assign(this, { ctx, onClose, command: null, fields: [] });
    this.about = h("div", { class: "command-about", testid: "command-about" });
    this.pills = h("div", { class: "pills", role: "group", "aria-label": "Options" });
    this.more = h("div", { class: "more-options", role: "group", "aria-label": "Optional options" });
    this.error = h("p", { class: "command-error", role: "alert", testid: "command-error", hidden: true });
    this.node = h("div", { class: "command-bar", testid: "command-bar", hidden: true },
      this.about, this.more, this.error,
      h("div", { class: "box-row" }, this.pills, iconButton("close", "Cancel the command", "command-cancel", () => this.onClose()), iconButton("send", "Run the command", "command-send", () => this.submit())));
    this.node.addEventListener("keydown", (event) => this.#key(event));
  }

  get open() {
    return !this.node.hidden;
  }

  /** Show `command` (one entry of the store's chat commands) with the option values given by name. */
  show(command, channel, values = {}) {
    Object.assign(this, { command, channel, fields: [] });
    this.node.hidden = false;
    this.#say(null);
    for (const option of command.options) if (option.required || option.name in values) this.#add(option, values[option.name]);
    this.#paint();
    this.focus();
  }

  hide() {
    this.node.hidden = true;
    this.pills.replaceChildren();
    this.command = null;
    this.fields = [];
  }

  focus() {
    const empty = this.fields.find((field) => !field.filled()) ?? this.fields.at(-1);
    if (empty) empty.focus();
    else this.node.querySelector("[data-testid='command-send']").focus();
  }

  #add(option, value) {
    const field = optionField(option, this.ctx, {
      value,
      complete: (typed, choices, failed) => this.#complete(option, typed, choices, failed),
      remove: option.required ? null : () => {
        this.fields = this.fields.filter((other) => other !== field);
        this.#paint();
        this.focus();
      },
    });
    this.fields.push(field);
    return field;
  }

  #paint() {
    const { command } = this;
    this.about.replaceChildren(h("b", null, `/${command.name}`), h("span", null, command.description));
    this.pills.replaceChildren(h("span", { class: "command-name", testid: "command-name" }, `/${command.name}`), ...this.fields.map((field) => field.node));
    const rest = command.options.filter((option) => !this.fields.some((field) => field.option === option));
    this.more.replaceChildren(...rest.map((option) => h("button", {
      type: "button", class: "add-option", testid: `add-option-${option.name}`, title: option.description, "aria-label": `Add option ${option.label}: ${option.description}`,
      on: { click: () => { const field = this.#add(option); this.#paint(); field.focus(); } },
    }, "+ ", option.label)));
    this.more.hidden = !rest.length;
  }

  #key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const inField = event.target.matches("input, textarea");
    if (event.key === "Enter" && inField) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.onClose();
    } else if (event.key === "Backspace" && inField && event.target.value === "" && event.target.type !== "file") {
      const at = this.fields.findIndex((field) => field.node.contains(event.target));
      const field = this.fields[at];
      event.preventDefault();
      if (field && !field.option.required) field.remove();
      else if (at > 0) this.fields[at - 1].focus();
      else this.onClose();
    }
  }

  #frame(kind, options) {
    return { do: kind, channel: this.channel.id, command: this.command.command.id, path: this.command.path, options };
  }

  #complete(option, typed, choices, failed) {
    // The command was sent or closed while the typing settled.
    if (!this.command) return;
    const others = this.fields.filter((field) => field.option !== option && field.filled()).map((field) => field.given()).filter((given) => given.value !== undefined);
    const focused = { name: option.name, type: option.type, value: typed, focused: true };
    this.ctx.complete(this.#frame("autocomplete", [...others, focused]), { choices, failed });
  }

  submit() {
    for (const field of this.fields) {
      const wrong = field.check();
      field.mark(Boolean(wrong));
      if (wrong) {
        this.#say(wrong);
        field.focus();
        return;
      }
    }
    const options = this.fields.filter((field) => field.filled()).map((field) => field.given());
    this.ctx.runCommand(this.#frame("command", options), `/${this.command.name}`);
    this.ctx.sentMessage();
    this.onClose();
  }

  #say(text) {
    this.error.textContent = text ?? "";
    this.error.hidden = !text;
  }
}
