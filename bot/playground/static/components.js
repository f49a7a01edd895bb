// Message components: action rows, and the layout of Components V2.

import { bytes, h, icon, localUrl, safeUrl } from "./dom.js";
import { markdown } from "./markdown.js";
import { selectMenu } from "./select.js";

const BUTTON = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary" };

/** Return the nodes of a message's components. `ctx` has the store, the requests, the world for mentions and `press(message, component, values)`. */
export function components(message, ctx) {
  return (message.components ?? []).map((component) => draw(component, message, ctx)).filter(Boolean);
}

function draw(component, message, ctx) {
  const inner = () => (component.components ?? []).map((child) => draw(child, message, ctx));
  switch (component.type) {
    case 1:
      return h("div", { class: "action-row" }, inner());
    case 2:
      return button(component, message, ctx);
    case 3: case 5: case 6: case 7: case 8:
      return selectMenu(component, ctx.store, (values) => ctx.press(message, component, values)).node;
    case 9:
      return h("div", { class: "section" }, h("div", { class: "section-text" }, inner()),
        component.accessory && h("div", { class: "accessory" }, draw(component.accessory, message, ctx)));
    case 10:
      return h("div", { class: "text-display markup" }, markdown(component.content, ctx.world));
    case 11:
      return picture(component, message, "thumbnail");
    case 12:
      return h("div", { class: `gallery of-${Math.min(component.items?.length ?? 1, 4)}` },
        (component.items ?? []).map((item) => picture(item, message, "gallery-item")));
    case 13: {
      const given = mediaOf(component.file, message);
      const file = { filename: component.name ?? given.filename ?? "file", size: component.size ?? given.size, url: given.url };
      return veil(component.spoiler, fileCard(file), "file");
    }
    case 14: {
      const size = component.spacing === 2 ? "large" : "small";
      if (component.divider === false) return h("div", { class: `separator ${size}` });
      return h("hr", { class: `separator divider ${size}` });
    }
    case 17: {
      const colour = component.accent_color ?? component.accent_colour;
      const accent = Number.isInteger(colour) ? { "--accent": `#${colour.toString(16).padStart(6, "0")}` } : null;
      return veil(component.spoiler, h("div", { class: `container ${accent ? "accented" : ""}`, style: accent, testid: "container" }, inner()), "content");
    }
    default:
      return h("div", { class: "unknown" }, `Component type ${component.type} is not shown here.`);
  }
}

function button(component, message, ctx) {
  const style = BUTTON[component.style] ?? "secondary";
  const label = [
    component.emoji && h("span", { class: "emoji", "aria-hidden": component.label ? "true" : null }, component.emoji.id ? `:${component.emoji.name}:` : component.emoji.name),
    component.label && h("span", null, component.label),
  ];
  if (style === "link") {
    const href = safeUrl(component.url ?? "");
    return h("a", {
      class: `button secondary ${component.disabled || !href ? "disabled" : ""}`, href: component.disabled ? null : href, target: "_blank",
      rel: "noopener noreferrer", testid: "link-button", title: href, "aria-disabled": component.disabled ? "true" : null,
    }, label, icon("open", 16));
  }
  const waiting = ctx.requests.waiting(message.id, component.custom_id);
  return h("button", {
    type: "button", class: `button ${style} ${waiting ? "waiting" : ""}`, testid: `button-${component.custom_id}`,
    disabled: component.disabled, "aria-disabled": waiting ? "true" : null, "aria-busy": waiting ? "true" : null,
    // Not disabled while it waits: a disabled button would lose the focus.
    on: { click: () => waiting || ctx.press(message, component) },
  }, h("span", { class: "button-label" }, label), waiting && dots());
}

export function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

function mediaOf(media, message) {
  const raw = media?.url ?? "";
  const named = raw.startsWith("attachment://") ? raw.slice("attachment://".length) : null;
  const found = (message.attachments ?? []).find((a) => a.filename === named || a.id === media?.attachment_id || a.url === raw);
  const filename = found?.filename ?? decodeURIComponent(raw.split("?")[0].split("/").at(-1) || "file");
  return { filename, size: found?.size, url: named ? found?.url ?? "" : raw };
}

function picture(item, message, kind) {
  const media = mediaOf(item.media, message);
  return h("div", { class: kind }, veil(item.spoiler, image(media.url, item.description ?? ""), "picture"));
}

/** Return a picture of this server, or a link in its place: the page fetches nothing from elsewhere. */
export function image(url, alt, props = {}) {
  const src = localUrl(url ?? "");
  if (src) return h("img", { src, alt, title: alt || null, loading: "lazy", ...props });
  const href = safeUrl(url ?? "");
  const label = [icon("file", 16), h("span", null, alt || "Picture elsewhere, not loaded")];
  return href ? h("a", { class: "no-picture", href, target: "_blank", rel: "noopener noreferrer" }, label) : h("span", { class: "no-picture" }, label);
}

export function fileCard(file) {
  const href = safeUrl(file.url ?? "");
  return h("div", { class: "file-card", testid: "file" }, icon("file", 32),
    h("div", null, href ? h("a", { href, target: "_blank", rel: "noopener noreferrer", download: file.filename }, file.filename) : h("span", null, file.filename),
      h("small", null, bytes(file.size))));
}

/** Cover a node until it is asked for, where `spoiler` says so. */
export function veil(spoiler, node, what) {
  if (!spoiler) return node;
  node.setAttribute("inert", "");
  const cover = h("button", {
    type: "button", class: "veil-button", testid: "spoiler", "aria-label": `Show the spoiler: ${what}`,
    on: {
      click: () => {
        node.removeAttribute("inert");
        wrap.classList.add("shown");
        cover.remove();
      },
    },
  }, "Spoiler");
  const wrap = h("div", { class: "veil" }, node, cover);
  return wrap;
}
