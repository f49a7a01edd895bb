// The box under the messages: text, files, a reply, and the way into commands.

import { CommandBar } from "./command.js";
import { append, avatar, bytes, displayName, h, icon, iconButton } from "./dom.js";
import { Listbox } from "./listbox.js";
import { excerpt } from "./message.js";
import { upload } from "./socket.js";

const CONTENT = 2000;
const TYPING_EVERY = 8000;

export class Composer {
  /** `foot` is filled; `ctx` is the page's. */
  constructor(foot, ctx) {
    Object.assign(this, { foot, ctx, channel: null, reply: null, files: [], drafts: new Map(), lastTyping: 0 });
    this.text = h("textarea", { class: "message-box", rows: 1, testid: "composer", "aria-label": "Message", autocomplete: "off", spellcheck: "true" });
    this.list = new Listbox(this.text, {
      label: "Suggestions", testid: "suggestions", itemTestid: "suggestion", render: suggestion, onPick: (item) => item.pick(),
    });
    this.replyBar = h("div", { class: "reply-bar", testid: "reply-bar", hidden: true });
    this.tray = h("ul", { class: "tray", testid: "tray", "aria-label": "Files to send", hidden: true });
    this.picker = h("input", { type: "file", multiple: true, hidden: true, testid: "file-input", "aria-label": "Attach files", tabindex: "-1", on: { change: () => { this.attach([...this.picker.files]); this.picker.value = ""; } } });
    this.plus = iconButton("plus", "Attach files", "attach", () => this.picker.click());
    this.row = h("div", { class: "box-row" }, this.picker, this.plus, this.text, iconButton("send", "Send message", "send", () => this.send()));
    this.bar = new CommandBar(ctx, () => this.closeCommand());
    this.closed = h("p", { class: "closed", testid: "composer-closed", hidden: true });
    this.box = h("div", { class: "box" }, this.list.node, this.bar.node, this.replyBar, this.tray, this.row, this.closed);
    this.typing = h("p", { class: "typing", testid: "typing", role: "status" });
    append(foot, [this.box, this.typing]);
    this.#listen();
  }

  #listen() {
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("click", () => this.#suggest());
    this.text.addEventListener("blur", () => setTimeout(() => ![this.text, this.list.node].includes(document.activeElement) && this.list.hide(), 150));
    this.text.addEventListener("keydown", (event) => {
      if (this.list.key(event)) return;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      } else if (event.key === "Escape" && this.reply) this.setReply(null);
    });
    this.text.addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length) {
        event.preventDefault();
        this.attach([...event.clipboardData.files]);
      }
    });
    this.foot.addEventListener("dragover", (event) => event.preventDefault());
    this.foot.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach([...event.dataTransfer.files]);
    });
  }

  show(channel) {
    if (this.channel) this.drafts.set(this.channel.id, this.text.value);
    const other = this.channel?.id !== channel?.id;
    this.channel = channel;
    if (other) {
      this.setReply(null);
      this.files = [];
      this.list.hide();
      this.closeCommand(false);
      this.text.value = this.drafts.get(channel?.id) ?? "";
    }
    const { store } = this.ctx;
    const forum = store.isForum(channel);
    const locked = channel?.thread_metadata?.locked;
    const open = channel && !forum && !locked && store.may(channel, "send");
    this.foot.hidden = !channel || forum;
    this.closed.hidden = open;
    this.closed.textContent = locked ? "This thread is locked." : "You do not have permission to send messages in this channel.";
    this.row.hidden = !open || this.bar.open;
    this.plus.disabled = !store.may(channel, "attach");
    const name = store.channelName(channel);
    this.text.placeholder = `Message ${channel?.type === 1 ? "@" : store.isThread(channel) ? "" : "#"}${name}`;
    this.text.setAttribute("aria-label", this.text.placeholder);
    this.#paint();
  }

  /** Say who is typing. */
  paintTyping() {
    const names = this.ctx.store.typers(this.channel?.id);
    const text = names.length ? `${names.join(", ")} ${names.length > 1 ? "are" : "is"} typing…` : "";
    if (this.typing.textContent !== text) this.typing.textContent = text;
  }

  focus() {
    if (this.bar.open) this.bar.focus();
    else if (!this.row.hidden) this.text.focus({ preventScroll: true });
  }

  setReply(message) {
    this.reply = message;
    this.replyBar.hidden = !message;
    if (!message) return;
    this.replyBar.replaceChildren(h("span", null, "Replying to ", h("b", null, displayName(message.author)), h("span", { class: "excerpt" }, excerpt(message, this.ctx.store))),
      iconButton("close", "Stop replying", "reply-cancel", () => { this.setReply(null); this.focus(); }));
    this.focus();
  }

  async attach(files) {
    if (!this.ctx.store.may(this.channel, "attach")) return;
    for (const file of files.slice(0, 10 - this.files.length)) {
      const entry = { name: file.name, size: file.size, done: null };
      this.files.push(entry);
      this.#paint();
      try {
        entry.done = await upload(file);
      } catch (error) {
        this.files = this.files.filter((other) => other !== entry);
        this.ctx.toast(error.message);
      }
      this.#paint();
    }
  }

  #changed() {
    this.#paint();
    const typed = this.text.value;
    const entry = typed.startsWith("/") ? this.#commandTyped(typed) : null;
    if (entry) {
      this.text.value = "";
      this.openCommand(entry.command, given(entry.command, entry.rest));
      return;
    }
    this.#suggest();
    const now = Date.now();
    if (typed && !typed.startsWith("/") && now - this.lastTyping > TYPING_EVERY) {
      this.lastTyping = now;
      this.ctx.typed(this.channel.id);
    }
  }

  /** Return the command whose whole name and a space were typed, with what follows it. */
  #commandTyped(typed) {
    const known = this.#commands().flatMap((command) => namesOf(command).map((name) => ({ command, name })))
      .filter(({ name }) => typed.startsWith(`/${name} `)).sort((a, b) => b.name.length - a.name.length)[0];
    return known ? { command: known.command, rest: typed.slice(known.name.length + 2).trim() } : null;
  }

  #commands() {
    return this.ctx.store.may(this.channel, "command") ? this.ctx.store.chatCommands(this.channel) : [];
  }

  #suggest() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    if (before.startsWith("/") && !before.includes("\n")) return this.#suggestCommands(before.slice(1).toLowerCase());
    const mention = /(?:^|\s)([@#])([^\s@#]{0,32})$/.exec(before);
    const items = mention ? this.#mentionable(mention[1], mention[2].toLowerCase()) : [];
    return items.length ? this.list.show(items, { heading: mention[1] === "@" ? "Members and roles" : "Channels" }) : this.list.hide();
  }

  #suggestCommands(typed) {
    const all = this.#commands();
    const named = (fits) => all.filter((command) => namesOf(command).some(fits));
    const found = [...new Set([...named((name) => name.startsWith(typed)), ...named((name) => name.includes(typed))])];
    if (found.length) {
      this.list.show(found.map((command) => ({
        name: `/${command.name}`, about: command.description, face: this.ctx.store.bot.user,
        pick: () => { this.text.value = ""; this.openCommand(command); },
      })), { heading: "Commands" });
    } else this.list.note(all.length ? `No command matches “/${typed}”.` : "No commands are available here. Is the bot online?");
  }

  #mentionable(mark, typed) {
    const { store } = this.ctx;
    const all = mark === "#"
      ? [...store.channels.values()].filter((channel) => channel.type !== 1).map((channel) => ({ name: `#${channel.name}`, about: "" }))
      : [...[...store.users.values()].sort((a, b) => Number(Boolean(b.bot)) - Number(Boolean(a.bot))).map((user) => ({ name: `@${displayName(user)}`, about: user.username, face: user })),
        ...(store.guild?.roles ?? []).filter((role) => role.id !== store.guild.id).map((role) => ({ name: `@${role.name}`, about: "Role" }))];
    return all.filter((item) => [item.name.slice(1), item.about].some((text) => text && text.toLowerCase().startsWith(typed))).slice(0, 10)
      .map((item) => ({ ...item, pick: () => this.#insert(mark, item.name) }));
  }

  #insert(mark, name) {
    const at = this.text.selectionStart;
    const start = this.text.value.lastIndexOf(mark, at - 1);
    this.text.setRangeText(`${name} `, start, at, "end");
    this.#paint();
    this.text.focus();
  }

  openCommand(command, values = {}) {
    this.list.hide();
    this.row.hidden = true;
    this.bar.show(command, this.channel, values);
    this.#paint();
  }

  closeCommand(refocus = true) {
    this.bar.hide();
    this.row.hidden = !this.closed.hidden;
    // What is hidden has no height to measure.
    this.#paint();
    if (refocus) this.focus();
  }

  send() {
    const typed = this.text.value.trim();
    if (this.files.some((entry) => !entry.done)) return this.ctx.toast("A file is still being uploaded.");
    if (!typed && !this.files.length) return undefined;
    if (typed.startsWith("/") && !this.files.length) {
      const command = this.#commands().find((one) => namesOf(one).includes(typed.slice(1)));
      if (!command) return this.ctx.toast(`There is no command “${typed.split(/\s/)[0]}” here.`);
      this.text.value = "";
      return this.openCommand(command);
    }
    const content = this.#encoded(typed);
    if (content.length > CONTENT) return this.ctx.toast(`Your message is too long: ${content.length} of ${CONTENT} characters.`);
    const kept = { text: this.text.value, files: this.files, reply: this.reply, channel: this.channel.id };
    this.text.value = "";
    this.files = [];
    this.lastTyping = 0;
    this.setReply(null);
    this.list.hide();
    this.#paint();
    this.ctx.requests.ask({
      do: "message", channel: kept.channel, content, reply_to: kept.reply?.id,
      attachments: kept.files.length ? kept.files.map((entry) => ({ id: entry.done.id })) : undefined,
    }, { failed: (text) => this.#restore(kept, text) });
    return this.ctx.sentMessage();
  }

  /** Put a message that could not be sent back into the box. */
  #restore(kept, text) {
    this.ctx.toast(text);
    if (this.channel?.id !== kept.channel || this.text.value) return;
    this.text.value = kept.text;
    this.files = kept.files;
    this.setReply(kept.reply);
    this.#paint();
  }

  /** Return the text with names of people, roles and channels as Discord sends them. */
  #encoded(typed) {
    const { store } = this.ctx;
    const names = [
      ...[...store.users.values()].flatMap((user) => [[`@${displayName(user)}`, `<@${user.id}>`], [`@${user.username}`, `<@${user.id}>`]]),
      ...(store.guild?.roles ?? []).filter((role) => role.id !== store.guild.id).map((role) => [`@${role.name}`, `<@&${role.id}>`]),
      ...[...store.channels.values()].filter((channel) => channel.type !== 1).map((channel) => [`#${channel.name}`, `<#${channel.id}>`]),
    ].sort((a, b) => b[0].length - a[0].length);
    return names.reduce((text, [name, code]) => text.replace(new RegExp(`${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "gi"), code), typed);
  }

  #paint() {
    this.tray.hidden = !this.files.length;
    this.tray.replaceChildren(...this.files.map((entry) => h("li", null, icon("file", 18), h("span", null, entry.name, h("small", null, entry.done ? bytes(entry.size) : "Uploading…")),
      iconButton("close", `Remove ${entry.name}`, "file-remove", () => { this.files = this.files.filter((other) => other !== entry); this.#paint(); }))));
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 220)}px`;
  }
}

/** Return the values of a pasted command line by option: "topic:H20 from:2025", or all of it as the first text. */
function given(command, rest) {
  const texts = command.options.filter((option) => option.type === 3);
  const named = [...rest.matchAll(/(?:^|\s)([\p{L}\p{N}_-]+):\s*/gu)]
    .map((match) => ({ match, option: texts.find((option) => [option.name, option.label].includes(match[1])) }))
    .filter(({ option }) => option);
  if (named[0]?.match.index !== 0) return rest && texts.length ? { [texts[0].name]: rest } : {};
  return Object.fromEntries(named.map(({ match, option }, i) =>
    [option.name, rest.slice(match.index + match[0].length, named[i + 1]?.match.index).trim()]));
}

/** Return what a command may be typed as: its name in the person's language, and the one that the bot knows. */
function namesOf(command) {
  return [command.name, command.path.join(" ")];
}

function suggestion(item) {
  return [item.face && avatar(item.face, 24), h("b", null, item.name), item.about && h("small", null, item.about)];
}
