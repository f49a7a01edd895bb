// Builds elements. Text only ever enters the page as text nodes, so nothing a message holds can become markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  hash: "M9 3 7 21M17 3l-2 18M4 8.5h17M3 15.5h17",
  forum: "M4 4h12v9H9l-5 4zM20 9v11l-4-3h-5",
  thread: "M5 4v9a3 3 0 0 0 3 3h11m-4-4 4 4-4 4",
  at: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm4 0v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-4 7.5",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-3-7z",
  reply: "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v1",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  menu: "M4 6h16M4 12h16M4 18h16",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  moon: "M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z",
  down: "M6 9l6 6 6-6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  file: "M6 2h8l5 5v15H6zM14 2v6h5",
  open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  check: "M5 13l4 4L19 7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  app: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6",
  warning: "M12 3 2 20h20zM12 10v4M12 17h.01",
  home: "M4 5h16v11H9l-5 4z",
};

/** Return an element. `testid`, `class`, `on` and `style` are special; null and false attributes are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "style") for (const [name, text] of Object.entries(value)) node.style.setProperty(name, text);
    else if (key === "testid") node.dataset.testid = value;
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "dots" ? 3.5 : 2, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, testid, click, extra = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, testid, on: { click }, ...extra }, icon(name));
}

/** Put `nodes` in `parent` in this order, moving only what is out of place, so that focus survives. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Return an http(s) address that is safe to link, or null. The server's other loopback names become this origin. */
export function safeUrl(raw) {
  let url;
  try {
    url = new URL(raw, location.origin);
  } catch {
    return null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  if (LOOPBACK.has(url.hostname) && url.port === location.port) return location.origin + url.pathname + url.search + url.hash;
  return url.href;
}

/** Return an address on this server, or null: a picture elsewhere is never fetched. */
export function localUrl(raw) {
  if (/^data:image\/(png|jpeg|gif|webp);/.test(raw)) return raw;
  const url = safeUrl(raw);
  return url !== null && new URL(url).origin === location.origin ? url : null;
}

const HUES = [235, 150, 340, 25, 200, 280, 0, 175];

export function avatar(user, size = 40) {
  const name = displayName(user);
  const letters = name.split(/[\s_-]+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
  let sum = 0;
  for (const character of String(user?.id ?? name)) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
  const colour = user?.bot ? "var(--brand)" : `hsl(${HUES[sum % HUES.length]} 45% 38%)`;
  return h("span", {
    class: "avatar", "aria-hidden": "true",
    style: { background: colour, width: `${size}px`, height: `${size}px`, "font-size": `${Math.round(size * 0.4)}px` },
  }, letters || "?");
}

export function displayName(user) {
  return user?.nick || user?.global_name || user?.username || "Unknown user";
}

export function appTag() {
  return h("span", { class: "app-tag", testid: "app-tag" }, "APP");
}

export function bytes(size) {
  if (!(size >= 0)) return "";
  if (size < 1000) return `${size} bytes`;
  return size < 1_000_000 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1_048_576).toFixed(2)} MB`;
}
