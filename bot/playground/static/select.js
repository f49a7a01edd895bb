// Select menus, in messages and in modals: a button that opens a list of options.

import { displayName, h, icon } from "./dom.js";

const ENTITY = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };

/** Return a select's options: its own, or for user, role and channel selects what the server has. */
export function selectOptions(component, store) {
  if (component.type === 3) return component.options ?? [];
  const chosen = new Set((component.default_values ?? []).map((value) => value.id));
  const users = [...store.users.values()].map((user) => ({ label: displayName(user), value: user.id, description: user.username }));
  const roles = (store.guild?.roles ?? []).map((role) => ({ label: role.name, value: role.id }));
  const channels = [...store.channels.values()]
    .filter((c) => c.type !== 1 && (!component.channel_types?.length || component.channel_types.includes(c.type)))
    .map((c) => ({ label: `#${c.name}`, value: c.id }));
  const options = { user: users, role: roles, mentionable: [...users, ...roles], channel: channels }[ENTITY[component.type]] ?? [];
  return options.map((option) => ({ ...option, default: chosen.has(option.value) }));
}

let counter = 0;

/** Return a select menu. `onChange(values)` is told when the list closes with another choice. */
export function selectMenu(component, store, onChange, { labelledby } = {}) {
  counter += 1;
  const id = `select-${counter}`;
  const named = { "aria-label": labelledby ? null : component.placeholder || "Make a selection", "aria-labelledby": labelledby };
  const options = selectOptions(component, store);
  const least = component.min_values ?? 1;
  const most = component.max_values ?? 1;
  let values = options.filter((option) => option.default).map((option) => option.value);
  let before = values;
  let active = -1;

  const face = h("span", { class: "select-face" });
  const button = h("button", {
    type: "button", class: "select-button", testid: `select-${component.custom_id}`, disabled: component.disabled,
    "aria-haspopup": "listbox", "aria-expanded": "false", ...named,
  }, face, icon("down", 18));
  const list = h("div", { class: "select-list", role: "listbox", tabindex: "-1", "aria-multiselectable": String(most > 1), hidden: true, ...named });
  const node = h("div", { class: "select" }, button, list);

  const rows = options.map((option, index) => h("div", {
    id: `${id}-${index}`, role: "option", class: "select-option", testid: `choice-${option.value}`, on: { click: () => choose(index) },
  },
  option.emoji?.name && h("span", { class: "emoji", "aria-hidden": "true" }, option.emoji.id ? `:${option.emoji.name}:` : option.emoji.name),
  h("span", { class: "select-text" }, h("span", null, option.label), option.description && h("small", null, option.description)),
  h("span", { class: "select-mark" }, icon("check", 16))));
  list.append(...rows);
  if (!rows.length) list.append(h("div", { class: "listbox-heading" }, "Nothing to choose from."));

  function paint() {
    const names = options.filter((option) => values.includes(option.value)).map((option) => option.label);
    face.textContent = names.length ? names.join(", ") : component.placeholder || "Make a selection";
    face.classList.toggle("placeholder", !names.length);
    rows.forEach((row, index) => {
      row.setAttribute("aria-selected", String(values.includes(options[index].value)));
      row.classList.toggle("active", index === active);
    });
    if (rows[active]) list.setAttribute("aria-activedescendant", rows[active].id);
    rows[active]?.scrollIntoView({ block: "nearest" });
  }

  function choose(index) {
    const value = options[index].value;
    if (most <= 1) {
      values = least === 0 && values.includes(value) ? [] : [value];
      close(true);
      return;
    }
    active = index;
    if (values.includes(value)) values = values.filter((other) => other !== value);
    else if (values.length < most) values = [...values, value];
    paint();
  }

  function open() {
    before = values;
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    active = Math.max(0, options.findIndex((option) => values.includes(option.value)));
    const below = window.innerHeight - button.getBoundingClientRect().bottom;
    list.classList.toggle("above", below < 260 && below < button.getBoundingClientRect().top);
    paint();
    list.focus();
    document.addEventListener("pointerdown", outside, true);
  }

  function close(keep) {
    if (list.hidden) return;
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (!keep || values.length < least) values = before;
    paint();
    const changed = values.length !== before.length || values.some((value) => !before.includes(value));
    // A message's menu may be chosen from twice: the same single choice is a new interaction.
    if (keep && (changed || most <= 1)) onChange(values);
  }

  function outside(event) {
    if (!node.contains(event.target)) close(true);
  }

  button.addEventListener("click", () => (list.hidden ? open() : close(true)));
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && rows.length) active = (active + steps[event.key] + rows.length) % rows.length;
    else if (event.key === "Home") active = 0;
    else if (event.key === "End") active = rows.length - 1;
    else if ((event.key === "Enter" || event.key === " ") && rows[active]) {
      event.preventDefault();
      choose(active);
      if (list.hidden) button.focus();
      return;
    } else if (event.key === "Escape" || event.key === "Tab") {
      close(event.key === "Tab" || most > 1);
      button.focus();
      if (event.key === "Tab") return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
    paint();
  });
  paint();
  return { node, values: () => values };
}
