// A message's menu: reply, thread, copy, and the commands that apps add to messages and people.

import { displayName, h, icon } from "./dom.js";
import { EPHEMERAL } from "./store.js";

let current = null;

/** Return the entries of a message's menu: `{ label, icon, testid, run }` under headings. */
export function messageEntries(message, ctx) {
  const { store } = ctx;
  const channel = store.channel(message.channel_id);
  const hidden = Boolean((message.flags ?? 0) & EPHEMERAL);
  const author = store.user(message.author?.id) ?? message.author;
  const text = ctx.textOf(message);
  const first = [
    !hidden && store.may(channel, "send") && { label: "Reply", icon: "reply", testid: "menu-reply", run: () => ctx.reply(message) },
    !hidden && channel?.type === 0 && !store.channel(message.id) && store.may(channel, "thread")
      && { label: "Create thread", icon: "thread", testid: "menu-thread", run: () => ctx.createThread(message) },
    text && { label: "Copy text", icon: "copy", testid: "menu-copy", run: () => ctx.copy(text) },
    hidden && { label: "Dismiss message", icon: "close", testid: "menu-dismiss", run: () => ctx.dismiss(message) },
  ].filter(Boolean);
  const usable = store.may(channel, "command");
  const onMessage = usable && !hidden ? store.menuCommands(3, channel) : [];
  const onUser = usable && author ? store.menuCommands(2, channel) : [];
  const entry = (command, target) => ({ label: command.label, icon: "app", testid: `app-${command.name}`, run: () => ctx.runMenuCommand(command, target) });
  return [
    { entries: first },
    { heading: "Apps", entries: onMessage.map((command) => entry(command, message.id)) },
    { heading: `Apps · ${displayName(author)}`, entries: onUser.map((command) => entry(command, author.id)) },
  ].filter((group) => group.entries.length);
}

/** Open a menu at a point or under the button that was pressed; the focus goes back to where it was. */
export function openMenu(event, groups, label) {
  event.preventDefault();
  event.stopPropagation();
  current?.close(false);
  if (!groups.length) return;
  const before = document.activeElement;
  const items = [];
  const node = h("div", { class: "menu", role: "menu", "aria-label": label, testid: "menu" }, groups.map((group) => h("div", {
    class: "menu-group", role: "group", "aria-label": group.heading ?? label,
  },
  group.heading && h("div", { class: "menu-heading", "aria-hidden": "true" }, group.heading),
  group.entries.map((entry) => {
    const item = h("button", { type: "button", role: "menuitem", tabindex: "-1", class: "menu-item", testid: entry.testid, on: { click: () => { close(true); entry.run(); } } },
      h("span", null, entry.label), icon(entry.icon, 18));
    items.push(item);
    return item;
  }))));

  function close(refocus) {
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", shut);
    node.remove();
    current = null;
    if (refocus && before?.isConnected) before.focus();
  }
  const shut = () => close(false);
  const outside = (press) => {
    if (!node.contains(press.target)) close(false);
  };
  node.addEventListener("keydown", (press) => {
    const at = items.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 };
    if (press.key in moves) items[moves[press.key] % items.length].focus();
    else if (press.key === "Escape" || press.key === "Tab") close(true);
    else return;
    press.preventDefault();
    press.stopPropagation();
  });
  document.querySelector("main").append(node);
  place(node, event);
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", shut);
  current = { close };
  items[0].focus();
}

function place(node, event) {
  const from = event.currentTarget?.getBoundingClientRect?.();
  const pointed = event.type === "contextmenu" && (event.clientX || event.clientY);
  const x = pointed ? event.clientX : from.right - node.offsetWidth;
  const y = pointed ? event.clientY : from.bottom + 4;
  node.style.left = `${Math.max(8, Math.min(x, window.innerWidth - node.offsetWidth - 8))}px`;
  node.style.top = `${Math.max(8, Math.min(y, window.innerHeight - node.offsetHeight - 8))}px`;
}
