// The fields of a modal. Each gives its node, what is wrong with it, and its value in the shape Discord sends.

import { bytes, h, icon } from "./dom.js";
import { selectMenu } from "./select.js";
import { upload } from "./socket.js";

let counter = 0;

/** Return `{ node, check(), value() }`; `check` gives null or `{ text, focus }`. */
export function field(component, ctx, { label, description }) {
  counter += 1;
  const id = `field-${counter}`;
  const about = { id, label: label ?? "Field", description, required: component.required !== false && component.type !== 23 };
  switch (component.type) {
    case 4: return textInput(component, about);
    case 3: case 5: case 6: case 7: case 8: return select(component, ctx, about);
    case 19: return fileUpload(component, about);
    case 21: return choices(component, about, "radio");
    case 22: return choices(component, about, "checkbox");
    case 23: return checkbox(component, about);
    default: return {
      node: h("p", null, `Component type ${component.type} is not shown here.`), check: () => null,
      value: async () => ({ type: component.type, id: component.id, custom_id: component.custom_id }),
    };
  }
}

function frame(about, control, { group = false } = {}) {
  const name = [about.label, about.required && h("span", { class: "required" }, h("span", { "aria-hidden": "true" }, " *"), h("span", { class: "sr-only" }, " (required)"))];
  return h("div", { class: "form-field", role: group ? "group" : null, "aria-labelledby": group ? `${about.id}-label` : null },
    group ? h("span", { class: "field-label", id: `${about.id}-label` }, name) : h("label", { for: about.id, id: `${about.id}-label` }, name),
    about.description && h("p", { class: "field-description", id: `${about.id}-about` }, about.description),
    control);
}

function own(component) {
  return { type: component.type, id: component.id, custom_id: component.custom_id };
}

function textInput(component, about) {
  const long = component.style === 2;
  const input = h(long ? "textarea" : "input", {
    id: about.id, type: long ? null : "text", rows: long ? 4 : null, placeholder: component.placeholder, minlength: component.min_length,
    maxlength: component.max_length ?? 4000, required: about.required, value: component.value ?? "", testid: `input-${component.custom_id}`,
    autocomplete: "off", "aria-describedby": about.description ? `${about.id}-about` : null,
  });
  return {
    node: frame(about, input),
    check: () => {
      const length = [...input.value].length;
      if (about.required && !input.value.trim()) return { text: `“${about.label}” is required.`, focus: input };
      if (input.value && length < (component.min_length ?? 0)) return { text: `“${about.label}” needs at least ${component.min_length} characters.`, focus: input };
      return null;
    },
    value: async () => ({ ...own(component), value: input.value }),
  };
}

function select(component, ctx, about) {
  const least = about.required ? component.min_values ?? 1 : 0;
  const menu = selectMenu({ ...component, min_values: least }, ctx.store, () => {}, { labelledby: `${about.id}-label` });
  return {
    node: frame(about, menu.node, { group: true }),
    check: () => (menu.values().length < least ? { text: `Choose ${least === 1 ? "an option" : `at least ${least} options`} for “${about.label}”.`, focus: menu.node.querySelector("button") } : null),
    value: async () => ({ ...own(component), values: menu.values() }),
  };
}

function choices(component, about, kind) {
  const most = component.max_values ?? component.options.length;
  const inputs = component.options.map((option, index) => h("input", {
    type: kind, id: `${about.id}-${index}`, name: about.id, value: option.value, checked: option.default, testid: `choice-${option.value}`,
    "aria-describedby": option.description ? `${about.id}-${index}-about` : null,
  }));
  const rows = component.options.map((option, index) => h("div", { class: "choice" }, inputs[index],
    h("label", { for: `${about.id}-${index}` }, option.label,
      option.description && h("small", { id: `${about.id}-${index}-about` }, option.description))));
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const least = about.required ? component.min_values ?? 1 : 0;
  return {
    node: frame(about, h("div", { class: "choices" }, rows), { group: true }),
    check: () => {
      if (chosen().length < least) return { text: `Choose ${least === 1 ? "an option" : `at least ${least} options`} for “${about.label}”.`, focus: inputs[0] };
      if (kind === "checkbox" && chosen().length > most) return { text: `Choose at most ${most} options for “${about.label}”.`, focus: inputs[0] };
      return null;
    },
    value: async () => (kind === "radio" ? { ...own(component), value: chosen()[0] ?? null } : { ...own(component), values: chosen() }),
  };
}

function checkbox(component, about) {
  const input = h("input", { type: "checkbox", id: about.id, checked: component.default, testid: `input-${component.custom_id}`, "aria-describedby": about.description ? `${about.id}-about` : null });
  return {
    node: h("div", { class: "form-field" }, h("div", { class: "choice" }, input, h("label", { for: about.id, id: `${about.id}-label` }, about.label)),
      about.description && h("p", { class: "field-description", id: `${about.id}-about` }, about.description)),
    check: () => null,
    value: async () => ({ ...own(component), value: input.checked }),
  };
}

function fileUpload(component, about) {
  const most = component.max_values ?? 1;
  const least = about.required ? component.min_values ?? 1 : 0;
  const list = h("ul", { class: "file-list" });
  const input = h("input", {
    id: about.id, type: "file", multiple: most > 1, testid: `input-${component.custom_id}`, "aria-describedby": about.description ? `${about.id}-about` : null,
    on: { change: () => list.replaceChildren(...[...input.files].map((file) => h("li", null, icon("file", 16), ` ${file.name} (${bytes(file.size)})`))) },
  });
  return {
    node: frame(about, [input, list]),
    check: () => {
      if (input.files.length < least) return { text: `Choose ${least === 1 ? "a file" : `at least ${least} files`} for “${about.label}”.`, focus: input };
      if (input.files.length > most) return { text: `Choose at most ${most} ${most === 1 ? "file" : "files"} for “${about.label}”.`, focus: input };
      return null;
    },
    value: async () => ({ ...own(component), values: (await Promise.all([...input.files].map(upload))).map((file) => file.id) }),
  };
}
