// What the page knows: the server's snapshot, kept up to date by its events.

import { displayName } from "./dom.js";
import { localized } from "./locale.js";

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
export const COMPONENTS_V2 = 1 << 15;
export const CHANNEL = { text: 0, dm: 1, category: 4, news: 5, forum: 15, media: 16 };
const THREADS = new Set([10, 11, 12]);
const PERMISSION = { send: 1n << 11n, attach: 1n << 15n, command: 1n << 31n, thread: 1n << 35n };
const TYPING_MS = 10_000;

/** Order snowflakes by age without losing digits. */
export function bySnowflake(a, b) {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

export class Store {
  constructor() {
    // Whether commands are used as those of an app that the person installed, in a server without the bot.
    this.ownApp = false;
    this.reset({});
  }

  reset(d) {
    this.me = d.me ?? null;
    this.users = new Map((d.users ?? []).map((user) => [user.id, user]));
    this.people = d.people ?? [];
    this.bot = d.bot ?? { online: false, user: null };
    if (this.bot.user) this.users.set(this.bot.user.id, { bot: true, ...this.bot.user });
    if (this.me) this.users.set(this.me.id, { ...this.users.get(this.me.id), ...this.me });
    this.guild = d.guild ?? null;
    this.channels = new Map((d.channels ?? []).map((channel) => [channel.id, channel]));
    this.locale = d.locale ?? "en-US";
    this.locales = d.locales ?? [];
    this.offer(d.commands);
    this.examples = d.examples ?? [];
    this.messages = new Map();
    for (const [id, list] of Object.entries(d.messages ?? {})) this.messages.set(id, new Map(list.map((m) => [m.id, m])));
    this.typing = new Map();
  }

  /** Take the bot's commands. */
  offer(commands) {
    this.commands = localized(commands ?? [], this.locale);
  }

  /** Return one channel's messages, oldest first. */
  history(channel) {
    return [...(this.messages.get(channel)?.values() ?? [])].sort((a, b) => bySnowflake(a.id, b.id));
  }

  message(channel, id) {
    return this.messages.get(channel)?.get(id) ?? null;
  }

  put(message) {
    if (!this.messages.has(message.channel_id)) this.messages.set(message.channel_id, new Map());
    const list = this.messages.get(message.channel_id);
    list.set(message.id, { ...list.get(message.id), ...message });
    for (const user of [message.author, ...(message.mentions ?? [])]) {
      if (user?.id && !this.users.has(user.id)) this.users.set(user.id, user);
    }
    this.typing.delete(`${message.channel_id} ${message.author?.id}`);
  }

  remove(channel, id) {
    if (channel) this.messages.get(channel)?.delete(id);
    else for (const list of this.messages.values()) list.delete(id);
  }

  user(id) {
    return this.users.get(id);
  }

  role(id) {
    return this.guild?.roles?.find((role) => role.id === id);
  }

  channel(id) {
    return this.channels.get(id);
  }

  isThread(channel) {
    return THREADS.has(channel?.type);
  }

  isForum(channel) {
    return channel?.type === CHANNEL.forum || channel?.type === CHANNEL.media;
  }

  threadsOf(parent) {
    return [...this.channels.values()].filter((c) => this.isThread(c) && c.parent_id === parent).sort((a, b) => bySnowflake(a.id, b.id));
  }

  dm() {
    return [...this.channels.values()].find((channel) => channel.type === CHANNEL.dm);
  }

  /** Return the channel that a name or an id means, or else the first one that can be written in. */
  findChannel(wanted) {
    const all = [...this.channels.values()];
    const named = all.find((c) => c.id === wanted) ?? all.find((c) => c.name === wanted)
      ?? (wanted === "dm" ? this.dm() : undefined);
    return named ?? all.filter((c) => c.type === CHANNEL.text).sort(byPosition)[0] ?? all[0];
  }

  /** Whether the person may `send`, `attach`, use a `command` or open a `thread` in a channel, as far as the page knows. */
  may(channel, what) {
    const bits = channel?.permissions ?? this.channel(channel?.parent_id)?.permissions;
    return Boolean(channel) && (bits === undefined || Boolean(BigInt(bits) & PERMISSION[what]));
  }

  typed(channel, user, now = Date.now()) {
    this.typing.set(`${channel} ${user}`, now + TYPING_MS);
  }

  /** Return the names of those who are typing in a channel, without the person. */
  typers(channel, now = Date.now()) {
    return [...this.typing].filter(([key, until]) => until > now && key.startsWith(`${channel} `))
      .map(([key]) => key.split(" ")[1]).filter((id) => id !== this.me?.id).map((id) => displayName(this.user(id)));
  }

  channelName(channel) {
    if (channel?.type !== CHANNEL.dm) return channel?.name ?? "";
    return this.bot.user ? displayName(this.bot.user) : "Direct message";
  }

  /** Return the chat commands as they are typed: "corpus reload" is one entry; `path` holds the names that the bot knows. */
  chatCommands(channel) {
    const out = [];
    const walk = (command, node, path, shown) => {
      const nested = (node.options ?? []).filter((option) => option.type === 1 || option.type === 2);
      if (!nested.length) out.push({ command, path, name: shown.join(" "), description: node.description, options: node.options ?? [] });
      for (const option of nested) walk(command, option, [...path, option.name], [...shown, option.label]);
    };
    for (const command of this.commands) if ((command.type ?? 1) === 1 && this.#allowed(command, channel)) walk(command, command, [command.name], [command.label]);
    return out.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Return how a command's whole name, as the bot knows it, reads in the person's language. */
  commandLabel(name) {
    const entry = this.commands.find((command) => command.type !== 1 && command.name === name);
    return entry?.label ?? this.chatCommands().find((command) => command.path.join(" ") === name)?.name ?? name;
  }

  menuCommands(type, channel) {
    return this.commands.filter((command) => command.type === type && this.#allowed(command, channel));
  }

  #allowed(command, channel) {
    if (this.ownApp && !command.integration_types?.includes(1)) return false;
    if (channel?.type !== CHANNEL.dm) return !command.contexts || command.contexts.includes(0);
    return command.contexts ? command.contexts.includes(1) : command.dm_permission !== false;
  }
}

export function byPosition(a, b) {
  return (a.position ?? 0) - (b.position ?? 0) || bySnowflake(a.id, b.id);
}
