// Short notes over the page: what could not be done, and why.

import { h, iconButton } from "./dom.js";

const SHOWN_MS = 8000;

/** Return `toast(text)`, which shows a note in `root` for a while. */
export function toaster(root) {
  return (text) => {
    const node = h("div", { class: "toast", testid: "toast" }, h("span", null, text), iconButton("close", "Dismiss", "toast-close", () => node.remove()));
    root.append(node);
    setTimeout(() => node.remove(), SHOWN_MS);
  };
}
