// What the person did and the server has not settled yet: one entry a nonce.

import { newNonce } from "./socket.js";

// What the bot answers: for these, that the server has taken the frame settles nothing.
const INTERACTIONS = new Set(["command", "autocomplete", "component", "modal"]);
const OFFLINE = "There is no connection to the playground. It is being tried again.";

export class Requests {
  /** `send(frame)` returns whether the frame left; `onChange()` is told when something to show has changed. */
  constructor(send, onChange) {
    this.send = send;
    this.onChange = onChange;
    this.open = new Map();
    this.failures = new Map();
    this.commands = new Map();
  }

  /**
   * Send a frame and return its nonce. `then` may hold `sent()`, `done()`, `failed(text)`, `modal(modal, interaction)`
   * and `choices(list)`; `command` names a command to show in the channel until the bot answers.
   */
  ask(frame, then = {}, command = null) {
    const nonce = newNonce();
    this.open.set(nonce, { frame, then });
    if (frame.do === "component") this.failures.delete(frame.message);
    if (command) this.commands.set(nonce, { nonce, channel: frame.channel, name: command, failed: null });
    if (this.send({ ...frame, nonce })) this.onChange();
    else this.settle("error", { nonce, text: OFFLINE });
    return nonce;
  }

  /** Take a frame about a nonce; return false when it is about none of ours. */
  settle(type, d) {
    const entry = this.open.get(d.nonce);
    if (!entry) return false;
    if (type === "interaction_pending" || (type === "sent" && INTERACTIONS.has(entry.frame.do))) return true;
    if (type === "modal") {
      entry.then.modal?.(d.modal, d.interaction_id);
      return true;
    }
    this.open.delete(d.nonce);
    const command = this.commands.get(d.nonce);
    if (type === "interaction_failed" || type === "error") {
      if (command) command.failed = d.text;
      else if (entry.frame.do === "component") this.failures.set(entry.frame.message, d.text);
      entry.then.failed?.(d.text);
    } else {
      this.commands.delete(d.nonce);
      if (type === "autocomplete") entry.then.choices?.(d.choices ?? []);
      else if (type === "sent") entry.then.sent?.();
      else entry.then.done?.();
    }
    this.onChange();
    return true;
  }

  /** Give up all that waits, as when the connection is lost. */
  lost() {
    for (const nonce of [...this.open.keys()]) this.settle("error", { nonce, text: "The connection to the playground was lost." });
  }

  /** Forget everything, as when another person takes over. */
  clear() {
    this.open.clear();
    this.failures.clear();
    this.commands.clear();
  }

  waiting(message, customId) {
    return [...this.open.values()].some(({ frame }) => frame.do === "component" && frame.message === message && frame.custom_id === customId);
  }

  waitingIn(message) {
    return [...this.open.values()].filter(({ frame }) => frame.do === "component" && frame.message === message).map(({ frame }) => frame.custom_id);
  }

  commandsIn(channel) {
    return [...this.commands.values()].filter((command) => command.channel === channel);
  }

  failure(message) {
    return this.failures.get(message) ?? null;
  }

  dismiss(nonce) {
    this.commands.delete(nonce);
    this.onChange();
  }
}
