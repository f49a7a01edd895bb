// One option of a slash command: a pill with a field of the option's type.

import { displayName, h, icon, iconButton } from "./dom.js";
import { Listbox } from "./listbox.js";
import { upload } from "./socket.js";

const STRING = 3, INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, NUMBER = 10, ATTACHMENT = 11;
const WAIT_MS = 120;

let counter = 0;

/**
 * Return `{ option, node, filled(), given(), check(), mark(wrong), focus(), remove }`. `complete(typed, choices, failed)` asks the bot
 * for choices; `remove` takes the pill away, null where the option is required.
 */
export function optionField(option, ctx, { value, complete, remove }) {
  counter += 1;
  const id = `option-${counter}`;
  const inner = option.type === ATTACHMENT ? fileField(option, id, ctx) : option.type === STRING && !option.choices?.length && !option.autocomplete
    ? textField(option, id) : choiceField(option, id, ctx, complete);
  if (value !== undefined) inner.fill(value);
  const node = h("div", { class: "pill", testid: `pill-${option.name}` },
    h("label", { for: id, title: option.description }, option.label), inner.node,
    remove && iconButton("close", `Remove option ${option.label}`, `remove-option-${option.name}`, remove));
  return {
    ...inner, option, node, remove,
    given: () => ({ name: option.name, type: option.type, value: inner.value() }),
    check: () => (option.required && !inner.filled() ? `The option “${option.label}” is required: ${option.description}` : inner.filled() ? inner.wrong?.() ?? null : null),
    mark: (wrong) => {
      node.classList.toggle("invalid", wrong);
      node.querySelector("input, textarea")?.setAttribute("aria-invalid", String(wrong));
    },
  };
}

function about(option, id) {
  return { id, class: "pill-input", testid: `option-${option.name}`, placeholder: option.required ? option.description : "", autocomplete: "off", "aria-required": String(Boolean(option.required)) };
}

function textField(option, id) {
  const input = h("textarea", { ...about(option, id), rows: 1, maxlength: option.max_length ?? 6000 });
  return {
    node: input,
    filled: () => input.value.trim() !== "",
    value: () => input.value.trim(),
    fill: (text) => { input.value = text; },
    focus: () => { input.focus(); input.setSelectionRange(input.value.length, input.value.length); },
    wrong: () => tooShort(option, input.value),
  };
}

function tooShort(option, text) {
  return [...text.trim()].length < (option.min_length ?? 0) ? `The option “${option.label}” needs at least ${option.min_length} characters.` : null;
}

/** Return the choices that the page itself knows for an option's type; null where any value may be typed. */
function knownChoices(option, { store }) {
  const users = () => [...store.users.values()].map((user) => ({ name: displayName(user), about: user.username, value: user.id }));
  const roles = () => (store.guild?.roles ?? []).map((role) => ({ name: role.name, about: "Role", value: role.id }));
  switch (option.type) {
    case BOOLEAN: return [{ name: "True", value: true }, { name: "False", value: false }];
    case USER: return users();
    case ROLE: return roles();
    case MENTIONABLE: return [...users(), ...roles()];
    case CHANNEL: return [...store.channels.values()].filter((c) => c.type !== 1 && (!option.channel_types?.length || option.channel_types.includes(c.type))).map((c) => ({ name: `#${c.name}`, value: c.id }));
    default: return option.choices?.length ? option.choices.map((choice) => ({ ...choice, name: choice.label })) : null;
  }
}

function choiceField(option, id, ctx, complete) {
  const numeric = option.type === INTEGER || option.type === NUMBER;
  const known = knownChoices(option, ctx);
  const input = h("input", { ...about(option, id), type: "text", inputmode: numeric && !known ? "decimal" : null });
  let chosen = null;
  let timer = null;
  let round = 0;
  const list = known || option.autocomplete ? new Listbox(input, {
    label: `Choices for ${option.label}`, testid: "choices", itemTestid: "choice", render: (item) => [h("b", null, item.name), item.about && h("small", null, item.about)],
    onPick: (item) => {
      chosen = item;
      input.value = item.name;
      input.size = Math.max(8, input.value.length + 1);
    },
  }) : null;

  function suggest() {
    const typed = chosen?.name === input.value ? "" : input.value;
    if (known) {
      const found = known.filter((item) => item.name.toLowerCase().includes(typed.toLowerCase())).slice(0, 25);
      return found.length ? list.show(found) : list.note("Nothing matches.");
    }
    clearTimeout(timer);
    round += 1;
    const mine = round;
    timer = setTimeout(() => complete(numeric ? Number(typed) || 0 : typed, (choices) => {
      if (mine !== round || document.activeElement !== input) return;
      if (choices.length) list.show(choices, { active: typed ? 0 : -1 });
      else list.note("No options match your search.");
    }, (text) => mine === round && list.note(text)), WAIT_MS);
    return undefined;
  }

  input.addEventListener("input", () => {
    chosen = null;
    input.size = Math.max(8, input.value.length + 1);
    if (list) suggest();
  });
  if (list) {
    input.addEventListener("focus", suggest);
    input.addEventListener("keydown", (event) => list.key(event));
    input.addEventListener("blur", (event) => {
      if (event.relatedTarget === list.node) return;
      round += 1;
      list.hide();
    });
  }
  const match = () => chosen ?? known?.find((item) => item.name.toLowerCase() === input.value.trim().toLowerCase()) ?? null;
  return {
    node: h("span", { class: "pill-field" }, input, list?.node),
    filled: () => input.value.trim() !== "",
    value: () => (known || match() ? match()?.value : numeric ? Number(input.value) : input.value.trim()),
    fill: (value) => {
      chosen = known?.find((item) => item.value === value) ?? null;
      input.value = chosen?.name ?? String(value);
    },
    focus: () => input.focus(),
    wrong: () => {
      if (known) return match() ? null : `Choose one of the list for the option “${option.label}”.`;
      if (match()) return null;
      if (!numeric) return tooShort(option, input.value);
      const number = Number(input.value);
      if (!Number.isFinite(number) || (option.type === INTEGER && !Number.isInteger(number))) return `The option “${option.label}” needs ${option.type === INTEGER ? "a whole number" : "a number"}.`;
      if (number < (option.min_value ?? -Infinity) || number > (option.max_value ?? Infinity)) return `The option “${option.label}” must be between ${option.min_value ?? "any"} and ${option.max_value ?? "any"}.`;
      return null;
    },
  };
}

function fileField(option, id, ctx) {
  let file = null;
  let uploading = false;
  const face = h("span", { class: "pill-file" }, "Choose a file");
  const input = h("input", { id, type: "file", class: "sr-only", testid: `option-${option.name}` });
  input.addEventListener("change", async () => {
    if (!input.files[0]) return;
    uploading = true;
    face.textContent = `Uploading ${input.files[0].name}…`;
    try {
      file = await upload(input.files[0]);
      face.textContent = file.filename;
    } catch (error) {
      file = null;
      face.textContent = "Choose a file";
      ctx.toast(error.message);
    }
    uploading = false;
  });
  return {
    node: h("span", { class: "pill-field" }, input, h("label", { for: id }, icon("file", 16), face)),
    filled: () => file !== null || uploading,
    value: () => file?.id,
    fill: () => {},
    focus: () => input.focus(),
    wrong: () => (uploading ? "The file is still being uploaded." : null),
  };
}
