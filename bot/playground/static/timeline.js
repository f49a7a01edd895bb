// A channel's messages: by day, grouped by author, with what the bot has yet to answer at the end.

import { appTag, avatar, displayName, h, icon, reconcile } from "./dom.js";
import { dots } from "./components.js";
import { messageNode } from "./message.js";
import { EPHEMERAL } from "./store.js";
import { formatted, midnight } from "./times.js";

const GROUP_MS = 7 * 60_000;
const NEAR_END = 80;

export class Timeline {
  /** `examples(channel)` returns the suggestions to show while no bot has written in a channel. */
  constructor({ log, scroller, jump, ctx, examples }) {
    Object.assign(this, { log, scroller, jump, ctx, examples });
    this.drawn = new Map();
    this.channel = null;
    this.atEnd = true;
    scroller.addEventListener("scroll", () => {
      this.atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
      if (this.atEnd) jump.hidden = true;
    });
    jump.addEventListener("click", () => this.toEnd());
    // Pictures that load late and a composer that grows must not push the end out of sight.
    const sizes = new ResizeObserver(() => this.atEnd && this.toEnd());
    sizes.observe(log);
    sizes.observe(scroller);
  }

  /** Show another channel (or none) from its end. */
  show(channel) {
    this.channel = channel;
    this.drawn.clear();
    // A whole history is not news: it is not read out.
    this.log.setAttribute("aria-live", "off");
    this.log.replaceChildren();
    this.refresh();
    this.toEnd();
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.jump.hidden = true;
  }

  refresh() {
    const { ctx, channel } = this;
    if (!channel) return;
    const { store } = ctx;
    const history = store.history(channel.id);
    const commands = ctx.requests.commandsIn(channel.id);
    const starter = store.isThread(channel) ? store.message(channel.parent_id, channel.id) : null;
    const messages = starter && !store.message(channel.id, channel.id) ? [starter, ...history] : history;
    const unasked = !commands.length && !messages.some((message) => message.author?.bot);
    const nodes = [this.#keep("welcome", [channel, unasked, store.examples, store.commands.length], () => this.#welcome(unasked))];
    const known = this.drawn.size > 1;
    let before = null;
    let added = false;
    for (const message of messages) {
      const day = midnight(new Date(message.timestamp));
      const newDay = !before || midnight(new Date(before.timestamp)) !== day;
      if (newDay) nodes.push(this.#keep(`day ${day}`, [day], () => h("div", { class: "day", role: "separator", "aria-label": formatted(new Date(day), "D") }, h("span", null, formatted(new Date(day), "D")))));
      const grouped = !newDay && sameRun(before, message);
      added ||= !this.drawn.has(message.id);
      nodes.push(this.#keep(message.id, [message, grouped, ctx.requests.waitingIn(message.id), ctx.requests.failure(message.id), store.channel(message.id)?.name], () => messageNode(message, ctx, grouped)));
      before = message;
    }
    for (const command of commands) nodes.push(this.#keep(command.nonce, [command], () => this.#sent(command)));
    const shown = new Set(nodes);
    for (const [key, entry] of this.drawn) if (!shown.has(entry.node)) this.drawn.delete(key);
    reconcile(this.log, nodes);
    if (this.atEnd || commands.some((command) => !command.failed)) this.toEnd();
    else if (added && known) this.jump.hidden = false;
  }

  /** Return the element drawn under a key, drawing it again when what it shows has changed. */
  #keep(key, shows, draw) {
    const sign = JSON.stringify(shows);
    const entry = this.drawn.get(key);
    if (entry?.sign === sign) return entry.node;
    const node = draw();
    this.drawn.set(key, { sign, node });
    const focused = entry?.node.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    if (focused) {
      entry.node.replaceWith(node);
      node.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    return node;
  }

  #welcome(unasked) {
    const { ctx, channel } = this;
    const { store } = ctx;
    const direct = channel.type === 1;
    const thread = store.isThread(channel);
    const name = store.channelName(channel);
    const examples = unasked ? this.examples(channel) : [];
    return h("div", { class: "welcome", testid: "welcome" },
      direct && store.bot.user ? avatar(store.bot.user, 68) : h("span", { class: "welcome-icon" }, icon(thread ? "thread" : "hash", 40)),
      h("h2", null, direct || thread ? name : `Welcome to #${name}!`),
      h("p", null, direct ? `This is the beginning of your direct messages with ${name}.` : thread ? "This is the start of the thread." : `This is the start of the #${name} channel.${channel.topic ? ` ${channel.topic}` : ""}`),
      examples.length > 0 && h("div", { class: "examples", role: "group", "aria-labelledby": "examples-title" },
        h("p", { id: "examples-title" }, "Try a question:"),
        examples.map((text) => h("button", { type: "button", class: "example", testid: "example", on: { click: () => ctx.askExample(text) } }, text))));
  }

  #sent(command) {
    const { store, requests } = this.ctx;
    const bot = store.bot.user ?? { bot: true, username: "App" };
    return h("article", { class: "message pending", testid: "pending", "data-failed": Boolean(command.failed), "aria-label": `${displayName(store.me)} used ${command.name}` },
      h("div", { class: "context" }, avatar(store.me, 16), h("b", null, displayName(store.me)), " used ", h("span", { class: "mention" }, command.name)),
      h("div", { class: "gutter" }, avatar(bot)),
      h("div", { class: "body" },
        h("div", { class: "byline" }, h("span", { class: "author is-bot" }, displayName(bot)), appTag()),
        command.failed
          ? [h("p", { class: "failed", role: "alert", testid: "interaction-failed" }, icon("warning", 16), command.failed),
            h("p", { class: "only-you" }, icon("eye", 14), " Only you can see this · ", h("button", { type: "button", class: "link-like", testid: "dismiss", on: { click: () => requests.dismiss(command.nonce) } }, "Dismiss message"))]
          : h("p", { class: "thinking" }, dots(), h("span", null, "Sending command…"))));
  }

  /** Bring a message into view and mark it for a moment; return false when it is not here. */
  reveal(id) {
    const node = this.drawn.get(id)?.node;
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("marked");
    setTimeout(() => node.classList.remove("marked"), 2000);
    return true;
  }
}

function sameRun(before, message) {
  return before?.author?.id === message.author?.id && new Date(message.timestamp) - new Date(before.timestamp) < GROUP_MS
    && ![19, 20, 23].includes(message.type) && (before.flags & EPHEMERAL) === (message.flags & EPHEMERAL);
}
