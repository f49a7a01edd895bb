// One message: who, when, its text, embeds, files and components, and what only its reader may do with it.

import { appTag, avatar, displayName, h, icon, iconButton, safeUrl } from "./dom.js";
import { components, dots, fileCard, image, veil } from "./components.js";
import { inlineMarkdown, markdown } from "./markdown.js";
import { COMPONENTS_V2, EPHEMERAL, LOADING } from "./store.js";
import { formatted, messageTime } from "./times.js";

const SYSTEM = { 6: "pinned a message.", 7: "is here.", 18: "started a thread:" };

/** Return a message's element. `grouped` leaves out the author's name, as under a message just before. */
export function messageNode(message, ctx, grouped) {
  const author = ctx.store.user(message.author?.id) ?? message.author ?? {};
  const when = new Date(message.timestamp);
  const flags = message.flags ?? 0;
  const mine = (message.mentions ?? []).some((user) => user.id === ctx.store.me?.id);
  const context = contextLine(message, ctx);
  const bare = grouped && !context;
  const body = h("div", { class: "body" },
    !bare && h("div", { class: "byline" },
      h("span", { class: `author ${author.bot ? "is-bot" : ""}`, testid: "author" }, displayName(author)),
      author.bot && appTag(),
      h("time", { datetime: message.timestamp, title: formatted(when, "F") }, messageTime(when))),
    content(message, ctx));
  return h("article", {
    class: ["message", bare && "grouped", flags & EPHEMERAL && "ephemeral", mine && "mentions-me"].filter(Boolean).join(" "),
    testid: "message", "data-message-id": message.id, "data-author": author.username, "data-loading": Boolean(flags & LOADING),
    "data-ephemeral": Boolean(flags & EPHEMERAL), "aria-label": `${displayName(author)}, ${messageTime(when)}`,
    on: { contextmenu: (event) => ctx.contextMenu(event, message) },
  },
  context,
  h("div", { class: "gutter" }, bare ? h("time", { class: "side-time", datetime: message.timestamp }, formatted(when, "t")) : avatar(author)),
  body,
  toolbar(message, ctx));
}

function contextLine(message, ctx) {
  const used = message.interaction_metadata ?? message.interaction;
  const name = message.interaction?.name ?? message.interaction_metadata?.name;
  if (used && name && message.type !== 19) {
    const user = used.user ?? ctx.store.user(used.user_id);
    return h("div", { class: "context", testid: "used-command" }, avatar(user, 16), h("b", null, displayName(user)), " used ",
      h("span", { class: "mention" }, message.type === 23 ? ctx.store.commandLabel(name) : `/${ctx.store.commandLabel(name)}`));
  }
  const reference = message.message_reference;
  if (message.type !== 19 || !reference) return null;
  const target = message.referenced_message ?? ctx.store.message(reference.channel_id ?? message.channel_id, reference.message_id);
  if (!target) return h("div", { class: "context" }, h("i", null, "Original message was deleted"));
  return h("button", { type: "button", class: "context", testid: "reply-to", on: { click: () => ctx.jump(target.id) } },
    avatar(target.author, 16), h("b", null, displayName(target.author)), h("span", { class: "excerpt" }, excerpt(target, ctx.store)));
}

/** Return a message's text as it was written: its content, or the texts of its components and embeds. */
export function plainText(message) {
  const words = [];
  const walk = (component) => {
    if (component.type === 10) words.push(component.content);
    (component.components ?? []).forEach(walk);
  };
  if (message.content) words.push(message.content);
  (message.components ?? []).forEach(walk);
  for (const embed of message.embeds ?? []) words.push(embed.title ?? "", embed.description ?? "");
  return words.filter(Boolean).join("\n");
}

/** Return the first plain words of a message, for a reply line or a forum's list. */
export function excerpt(message, store) {
  const text = plainText(message).replace(/<@!?(\d+)>/g, (_, id) => `@${displayName(store.user(id))}`).replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\\([^\w\s])/g, "$1").replace(/[*_~|`#>]+|^-#/gm, "");
  return text.replace(/\s+/g, " ").trim().slice(0, 160) || (message.attachments?.length ? "Attachment" : "");
}

function content(message, ctx) {
  const flags = message.flags ?? 0;
  if (flags & LOADING) {
    return [h("p", { class: "thinking", testid: "thinking" }, dots(), h("span", null, `${displayName(message.author)} is thinking…`)), ephemeralNote(message, ctx)];
  }
  const failed = ctx.requests.failure(message.id);
  const thread = ctx.store.channel(message.id) ?? message.thread;
  return [
    SYSTEM[message.type] && h("p", { class: "system" }, `${SYSTEM[message.type]} `, message.type === 18 && message.content),
    message.content && !SYSTEM[message.type] && h("div", { class: "markup", testid: "content" }, markdown(message.content, ctx.world)),
    !(flags & COMPONENTS_V2) && (message.attachments ?? []).map(attachment),
    (message.embeds ?? []).map((one) => embed(one, ctx)),
    message.components?.length ? h("div", { class: "components", testid: "components" }, components(message, ctx)) : null,
    message.edited_timestamp && h("small", { class: "edited", testid: "edited", title: formatted(new Date(message.edited_timestamp), "F") }, "(edited)"),
    thread && h("button", { type: "button", class: "thread-card", testid: "thread-card", on: { click: () => ctx.world.openChannel(thread.id) } },
      icon("thread", 16), h("b", null, thread.name), h("span", null, "See thread ›")),
    failed && h("p", { class: "failed", role: "alert", testid: "interaction-failed" }, failed),
    ephemeralNote(message, ctx),
  ];
}

function ephemeralNote(message, ctx) {
  if (!((message.flags ?? 0) & EPHEMERAL)) return null;
  return h("p", { class: "only-you", testid: "only-you" }, icon("eye", 14), " Only you can see this · ",
    h("button", { type: "button", class: "link-like", testid: "dismiss", on: { click: () => ctx.dismiss(message) } }, "Dismiss message"));
}

function attachment(file) {
  const picture = (file.content_type ?? "").startsWith("image/") || /\.(png|jpe?g|gif|webp)$/i.test(file.filename ?? "");
  const spoiler = (file.filename ?? "").startsWith("SPOILER_");
  if (!picture) return h("div", { class: "attachment" }, veil(spoiler, fileCard(file), "file"));
  return h("div", { class: "attachment" }, veil(spoiler, image(file.url, file.description || file.filename, { testid: "attachment-image" }), "picture"));
}

function embed(one, ctx) {
  const linked = (text, url) => {
    const href = safeUrl(url ?? "no");
    return url && href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inlineMarkdown(text, ctx.world)) : inlineMarkdown(text, ctx.world);
  };
  const colour = Number.isInteger(one.color) ? { "--accent": `#${one.color.toString(16).padStart(6, "0")}` } : null;
  const foot = [one.footer?.text, one.timestamp && messageTime(new Date(one.timestamp))].filter(Boolean).join(" • ");
  return h("div", { class: "embed", style: colour, testid: "embed" },
    h("div", { class: "embed-body" },
      one.author?.name && h("p", { class: "embed-author" }, linked(one.author.name, one.author.url)),
      one.title && h("h2", { class: "embed-title" }, linked(one.title, one.url)),
      one.description && h("div", { class: "markup" }, markdown(one.description, ctx.world)),
      one.fields?.length ? h("div", { class: "embed-fields" }, one.fields.map((field) => h("div", { class: field.inline ? "field inline" : "field" },
        h("p", { class: "field-name" }, inlineMarkdown(field.name, ctx.world)), h("div", { class: "markup" }, markdown(field.value, ctx.world))))) : null,
      one.image?.url && h("div", { class: "attachment" }, image(one.image.url, one.image.description ?? "")),
      foot && h("p", { class: "embed-foot" }, foot)),
    one.thumbnail?.url && h("div", { class: "thumbnail" }, image(one.thumbnail.url, "")));
}

function toolbar(message, ctx) {
  if ((message.flags ?? 0) & LOADING) return null;
  return h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    !((message.flags ?? 0) & EPHEMERAL) && iconButton("reply", "Reply", "message-reply", () => ctx.reply(message)),
    iconButton("dots", "More", "message-menu", (event) => ctx.contextMenu(event, message), { "aria-haspopup": "menu" }));
}
