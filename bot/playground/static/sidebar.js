// The rail, the list of channels with their threads, and who the person is.

import { avatar, displayName, h, icon, reconcile } from "./dom.js";
import { byPosition, CHANNEL } from "./store.js";

export class Sidebar {
  /** `open(channelId)` is called for a channel that was chosen, `onOwnApp()` and `onLocale(locale)` when the person's installing or language changed; `unread` holds the ids with something new. */
  constructor({ rail, name, list, me, store, unread, open, onOwnApp, onLocale }) {
    Object.assign(this, { rail, name, list, me, store, unread, open });
    this.who = h("div", { class: "who" });
    const own = h("input", { id: "own-app", type: "checkbox", testid: "own-app", on: { change: () => { store.ownApp = own.checked; onOwnApp(); } } });
    this.locales = h("select", { id: "locale-switch", testid: "locale-switch", on: { change: () => onLocale(this.locales.value) } });
    me.append(this.who, h("div", { class: "client-locale" }, h("label", { for: "locale-switch", title: "The language that the bot is told and names its commands in" }, "Language"), this.locales), h("div", { class: "own-app" }, own, h("label", { for: "own-app", title: "Use commands as in a server that the bot has not joined" }, "Only I installed the app")));
    this.lastInGuild = null;
  }

  /** Offer the languages that the server knows. */
  paintLocales() {
    this.locales.replaceChildren(...this.store.locales.map((locale) => h("option", { value: locale, lang: locale }, nameOf(locale))));
    this.locales.value = this.store.locale;
  }

  paint(current) {
    const { store } = this;
    const direct = current?.type === CHANNEL.dm;
    if (current && !direct) this.lastInGuild = current.id;
    const guild = store.guild;
    reconcile(this.rail, [
      this.#pill("rail-home", "Direct messages", icon("home", 24), direct, () => store.dm() && this.open(store.dm().id), this.unread.has(store.dm()?.id)),
      h("span", { class: "rail-line", "aria-hidden": "true" }),
      guild && this.#pill("rail-guild", guild.name, h("span", { "aria-hidden": "true" }, initials(guild.name)), !direct, () => this.open(store.findChannel(this.lastInGuild)?.id), false),
    ].filter(Boolean));
    this.name.textContent = direct ? "Direct messages" : guild?.name ?? "";
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.channelId : null;
    this.list.replaceChildren(...(direct ? [this.#direct(current)] : this.#guild(current)));
    if (focused) this.list.querySelector(`[data-channel-id="${focused}"]`)?.focus();
    const moderator = store.people.find((person) => person.id === store.me?.id)?.moderator;
    this.who.replaceChildren(...(store.me ? [avatar(store.me, 32), h("div", null, h("b", { testid: "me" }, displayName(store.me)), h("small", { testid: "role" }, moderator ? "Moderator" : "Member"))] : []));
  }

  #pill(testid, label, face, active, click, unread) {
    return h("button", {
      type: "button", class: `rail-button ${active ? "active" : ""}`, testid, title: label,
      "aria-current": active ? "true" : null, on: { click },
    }, face, h("span", { class: "sr-only" }, unread ? `${label}, unread` : label), unread && h("span", { class: "rail-dot", "aria-hidden": "true" }));
  }

  #direct(current) {
    const { bot } = this.store;
    return h("ul", null, h("li", null, this.#row(current, current, [
      bot.user && avatar(bot.user, 32), h("span", { class: "channel-name" }, this.store.channelName(current)), h("small", null, bot.online ? "Online" : "Offline")], "direct")));
  }

  #guild(current) {
    const { store } = this;
    const all = [...store.channels.values()].sort(byPosition);
    const top = (parent) => all.filter((c) => c.type !== CHANNEL.dm && c.type !== CHANNEL.category && !store.isThread(c) && (c.parent_id ?? null) === parent);
    const out = [this.#list(top(null), current)];
    for (const category of all.filter((c) => c.type === CHANNEL.category)) {
      out.push(h("h2", { class: "category" }, category.name), this.#list(top(category.id), current));
    }
    return out.filter(Boolean);
  }

  #list(channels, current) {
    if (!channels.length) return null;
    return h("ul", null, channels.map((channel) => {
      const threads = this.store.threadsOf(channel.id).filter((thread) => !thread.thread_metadata?.archived || thread.id === current?.id);
      return h("li", null,
        this.#row(channel, current, [icon(this.store.isForum(channel) ? "forum" : "hash", 20), h("span", { class: "channel-name" }, channel.name)]),
        threads.length > 0 && h("ul", { class: "threads", "aria-label": `Threads of ${channel.name}` }, threads.map((thread) =>
          h("li", null, this.#row(thread, current, [icon("thread", 16), h("span", { class: "channel-name" }, thread.name)], "thread")))));
    }));
  }

  #row(channel, current, inside, kind = "channel") {
    const active = channel.id === current?.id;
    const unread = !active && this.unread.has(channel.id);
    return h("button", {
      type: "button", class: ["channel", kind, active && "active", unread && "unread"].filter(Boolean).join(" "),
      testid: `channel-${this.store.channelName(channel)}`, "data-channel-id": channel.id, "aria-current": active ? "page" : null, on: { click: () => this.open(channel.id) },
    }, inside, unread && h("span", { class: "badge" }, "New"));
  }
}

/** Return a language's own name for itself. */
function nameOf(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale);
  return name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}

function initials(name) {
  return name.split(/\s+/).map((word) => [...word][0]).join("").slice(0, 3);
}
