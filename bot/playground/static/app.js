// The entry: connects, keeps the store, and lets each part of the page draw it.

import { Composer } from "./composer.js";
import { threadDialog } from "./dialog.js";
import { displayName, h, icon } from "./dom.js";
import { drawer } from "./drawer.js";
import { paintForum } from "./forum.js";
import { messageEntries, openMenu } from "./menu.js";
import { openModal } from "./modal.js";
import { plainText } from "./message.js";
import { Requests } from "./requests.js";
import { Sidebar } from "./sidebar.js";
import { Connection } from "./socket.js";
import { Store } from "./store.js";
import { themeSwitch } from "./theme.js";
import { Timeline } from "./timeline.js";
import { refreshTimes, speak } from "./times.js";
import { toaster } from "./toasts.js";

const $ = (id) => document.getElementById(id);
const store = new Store();
const unread = new Set();
// Messages only the person sees, sent away by the person: a new snapshot must not bring them back.
const dismissed = new Set();
const toast = toaster($("toasts"));
let current = null;
let painting = false;

const connection = new Connection(receive, (connected) => {
  $("status").hidden = connected;
  $("status").textContent = connected ? "" : "No connection to the playground. Trying again…";
  if (!connected) requests.lost();
});
const requests = new Requests((frame) => connection.send(frame), paintSoon);

const ctx = {
  store, requests, toast,
  world: { user: (id) => store.user(id), role: (id) => store.role(id), channel: (id) => store.channel(id), openChannel: open, openCommand },
  press: (message, component, values) => requests.ask(
    { do: "component", channel: message.channel_id, message: message.id, custom_id: component.custom_id, values }, formHandlers()),
  runMenuCommand: (command, target) => ctx.runCommand(
    { do: "command", channel: current.id, command: command.id, path: [command.name], options: [], target }, command.label),
  complete: (frame, then) => requests.ask(asInstalled(frame), then),
  runCommand: (frame, name) => requests.ask(asInstalled(frame), formHandlers(), name),
  contextMenu: (event, message) => openMenu(event, messageEntries(message, ctx), `Actions for the message of ${displayName(message.author)}`),
  reply: (message) => composer.setReply(message),
  dismiss: (message) => {
    dismissed.add(message.id);
    store.remove(message.channel_id, message.id);
    paintSoon();
    composer.focus();
  },
  jump: (id) => timeline.reveal(id) || toast("That message is not in this channel any more."),
  textOf: plainText,
  copy: (text) => navigator.clipboard.writeText(text).catch(() => toast("The browser did not allow copying.")),
  typed: (channel) => requests.ask({ do: "typing", channel }),
  sentMessage: () => timeline.toEnd(),
  askExample: (text) => askExample(text),
  createThread: (message) => threadDialog({ suggested: firstWords(plainText(message)), onGiven: (given, dialog) => startThread({ channel: message.channel_id, message: message.id, name: given.name }, dialog) }),
  newPost: (channel) => threadDialog({ forum: true, onGiven: (given, dialog) => startThread({ channel: channel.id, ...given }, dialog) }),
};

const timeline = new Timeline({ log: $("messages"), scroller: $("scroller"), jump: $("jump"), ctx, examples: (channel) => (store.may(channel, "send") ? store.examples : []) });
const sidebar = new Sidebar({ rail: $("rail"), name: $("guild-name"), list: $("channels"), me: $("me"), store, unread, open, onOwnApp: paintSoon, onLocale: (locale) => connection.connect(store.me?.id, locale) });
const composer = new Composer($("foot"), ctx);
const closeDrawer = drawer({ button: $("sidebar-switch"), sidebar: $("sidebar"), scrim: $("scrim"), rest: document.querySelector("main") });

/** Take one frame of the server. */
function receive(type, d) {
  switch (type) {
    case "snapshot": return begin(d);
    case "MESSAGE_CREATE": case "MESSAGE_UPDATE": {
      if (dismissed.has(d.id)) return undefined;
      store.put(d);
      if (type === "MESSAGE_CREATE" && d.channel_id !== current?.id && d.author?.id !== store.me?.id) unread.add(d.channel_id);
      return paintSoon();
    }
    case "MESSAGE_DELETE": store.remove(d.channel_id, d.id); return paintSoon();
    case "CHANNEL_CREATE": case "CHANNEL_UPDATE": case "THREAD_CREATE": case "THREAD_UPDATE": {
      store.channels.set(d.id, { ...store.channel(d.id), ...d });
      if (d.id === current?.id) current = store.channel(d.id);
      if (type === "THREAD_CREATE" && d.owner_id === store.me?.id) open(d.id);
      return paintSoon();
    }
    case "CHANNEL_DELETE": case "THREAD_DELETE": {
      store.channels.delete(d.id);
      if (d.id === current?.id) open(store.findChannel(d.parent_id)?.id);
      return paintSoon();
    }
    case "TYPING_START": store.typed(d.channel_id, d.user_id); return composer.paintTyping();
    case "bot": {
      store.bot = { ...store.bot, ...d };
      if (d.user) store.users.set(d.user.id, { bot: true, ...d.user });
      return paintSoon();
    }
    case "commands": store.offer(d.commands); return paintSoon();
    default: {
      if (!requests.settle(type, d) && type === "error") toast(d.text);
      return undefined;
    }
  }
}

function begin(d) {
  const same = d.me?.id === store.me?.id;
  if (!same) {
    requests.clear();
    unread.clear();
  }
  store.reset(d);
  for (const id of dismissed) store.remove(null, id);
  $("user-switch").replaceChildren(...store.people.map((person) => h("option", { value: person.id }, person.moderator && !/moderator/i.test(person.label) ? `${person.label} (moderator)` : person.label)));
  $("user-switch").value = store.me?.id ?? "";
  const address = new URL(location.href);
  address.searchParams.set("user", store.me?.id ?? "");
  address.searchParams.set("locale", store.locale);
  sidebar.paintLocales();
  speak(store.locale);
  history.replaceState(null, "", address);
  document.body.dataset.ready = "true";
  const kept = current && store.channel(current.id) ? current.id : current?.type === 1 ? store.dm()?.id : address.hash.slice(1);
  current = null;
  open(store.findChannel(kept)?.id);
}

/** Show a channel. */
function open(id) {
  const channel = store.channel(id);
  if (!channel) return;
  const other = channel.id !== current?.id;
  current = channel;
  unread.delete(id);
  closeDrawer();
  history.replaceState(null, "", `#${id}`);
  const forum = store.isForum(channel);
  $("forum").hidden = !forum;
  $("messages").hidden = forum;
  if (other) {
    timeline.show(forum ? null : channel);
    paint();
    if (matchMedia("(hover: hover)").matches) composer.focus();
  }
}

function paintSoon() {
  if (painting) return;
  painting = true;
  queueMicrotask(() => {
    painting = false;
    paint();
  });
}

function paint() {
  if (!current) return;
  paintHead();
  sidebar.paint(current);
  composer.show(current);
  composer.paintTyping();
  if (store.isForum(current)) paintForum($("forum"), current, ctx);
  else timeline.refresh();
  document.title = `${store.isForum(current) || current.type === 0 ? "#" : ""}${store.channelName(current)} | Playground`;
}

function paintHead() {
  const parent = store.isThread(current) ? store.channel(current.parent_id) : null;
  const face = current.type === 1 ? "at" : parent ? "thread" : store.isForum(current) ? "forum" : "hash";
  $("channel-title").replaceChildren(...[
    parent && h("button", { type: "button", class: "crumb", testid: "thread-parent", on: { click: () => open(parent.id) } }, icon(store.isForum(parent) ? "forum" : "hash", 20), parent.name),
    parent && h("span", { class: "crumb-mark", "aria-hidden": "true" }, "›"), icon(face, 22), h("span", { class: "title-text" }, store.channelName(current)),
  ].filter(Boolean));
  $("channel-topic").textContent = current.type === 1 ? (store.bot.online ? "Online" : "Offline") : current.topic ?? "";
  const online = store.bot.online;
  $("bot-state").textContent = store.bot.user ? `${displayName(store.bot.user)} is ${online ? "online" : "offline"}` : "No bot has connected yet";
  $("bot-state").dataset.online = String(online);
}

function asInstalled(frame) {
  return store.ownApp ? { ...frame, user_install: true } : frame;
}

/** Handlers for what a bot may answer with a form. */
function formHandlers() {
  return {
    modal: (modal, interaction) => openModal(modal, ctx, (components, handlers) => requests.ask({ do: "modal", interaction, components }, handlers)),
  };
}

function startThread(frame, dialog) {
  dialog.busy(true);
  requests.ask({ do: "thread", ...frame }, {
    sent: () => dialog.close(),
    done: () => dialog.close(),
    failed: (text) => {
      dialog.busy(false);
      dialog.error(text);
    },
  });
}

/** Return the beginning of a text, at most 60 characters, not cut inside a word. */
function firstWords(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 60 ? line : line.slice(0, 61).replace(/\s+\S*$/, "");
}

function openCommand(name) {
  const command = store.chatCommands(current).find((one) => one.path.join(" ") === name);
  if (command) composer.openCommand(command);
  else toast(`There is no command /${name} here.`);
}

/** Ask an example with the first command that needs one text and no more, or else by mentioning the bot. */
function askExample(text) {
  const command = store.chatCommands(current).find((one) => one.options[0]?.type === 3 && one.options[0].required && !one.options[1]?.required);
  if (command && store.may(current, "command")) {
    const options = [{ name: command.options[0].name, type: 3, value: text }];
    ctx.runCommand({ do: "command", channel: current.id, command: command.command.id, path: command.path, options }, `/${command.name}`);
  } else {
    const content = current.type === 1 || !store.bot.user ? text : `<@${store.bot.user.id}> ${text}`;
    requests.ask({ do: "message", channel: current.id, content }, { failed: toast });
  }
  composer.focus();
}

themeSwitch($("theme-switch"));
$("user-switch").addEventListener("change", () => connection.connect($("user-switch").value, store.locale));
// As in Discord, what is typed anywhere goes into the message box.
document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, button, a, dialog, [role='menu'], [role='listbox']");
  if (!busy && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ") composer.focus();
});
setInterval(() => {
  refreshTimes();
  composer.paintTyping();
}, 1000);
const asked = new URL(location.href).searchParams;
connection.connect(asked.get("user"), asked.get("locale"));
