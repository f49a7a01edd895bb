// A dialog over the page. The browser keeps the focus inside it; it returns to where it was when the dialog closes.

import { h, iconButton } from "./dom.js";

let counter = 0;

/**
 * Open a dialog. `onSubmit(dialog)` is called when its form is sent; `onClose()` when it is gone.
 * Returns `{ node, close(), busy(flag), error(text) }`.
 */
export function openDialog({ title, testid, note, body, submit = "Submit", onSubmit, onClose }) {
  counter += 1;
  const titleId = `dialog-title-${counter}`;
  const alert = h("p", { class: "dialog-error", role: "alert", testid: "dialog-error", hidden: true });
  const send = h("button", { type: "submit", class: "button primary", testid: "dialog-submit" }, h("span", { class: "button-label" }, submit));
  const form = h("form", { class: "dialog-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); if (!node.dataset.busy) onSubmit(handle); }, input: () => handle.error(null) } },
    h("header", { class: "dialog-head" }, h("h2", { id: titleId }, title), iconButton("close", "Close", "dialog-close", () => handle.close())),
    h("div", { class: "dialog-body" }, note && h("p", { class: "dialog-note" }, note), body),
    alert,
    h("footer", { class: "dialog-foot" },
      h("button", { type: "button", class: "button text", testid: "dialog-cancel", on: { click: () => handle.close() } }, "Cancel"), send));
  const node = h("dialog", { class: "dialog", "aria-labelledby": titleId, testid }, form);
  const handle = {
    node,
    close: () => node.close(),
    busy(flag) {
      if (flag) node.dataset.busy = "true";
      else delete node.dataset.busy;
      send.setAttribute("aria-busy", String(flag));
      send.classList.toggle("waiting", flag);
    },
    error(text) {
      alert.textContent = text ?? "";
      alert.hidden = !text;
    },
  };
  const back = bookmark(document.activeElement);
  node.addEventListener("close", () => {
    node.remove();
    back();
    onClose?.();
  });
  document.body.append(node);
  node.showModal();
  node.querySelector(".dialog-body :is(input, textarea, .select-button)")?.focus();
  return handle;
}

/** Return a function that focuses an element again, or the one that was drawn in its place since. */
function bookmark(element) {
  const mark = `[data-testid="${CSS.escape(element?.dataset.testid ?? "")}"]`;
  const message = element?.closest("[data-message-id]")?.dataset.messageId;
  return () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const place = message ? document.querySelector(`[data-message-id="${message}"]`) : document;
    (element?.isConnected ? element : place?.querySelector(mark))?.focus();
  };
}

/** Ask for a thread's name (and, in a forum, the first message). `onGiven({name, content}, dialog)` gets them. */
export function threadDialog({ forum, suggested = "", onGiven }) {
  const name = h("input", { id: "thread-name", type: "text", maxlength: 100, required: true, testid: "thread-name", value: suggested, autocomplete: "off" });
  const content = forum && h("textarea", { id: "thread-content", rows: 5, maxlength: 2000, required: true, testid: "thread-content" });
  const dialog = openDialog({
    title: forum ? "New post" : "Create thread",
    testid: "thread-dialog",
    submit: forum ? "Post" : "Create thread",
    body: [
      h("div", { class: "form-field" }, h("label", { for: "thread-name" }, forum ? "Title" : "Thread name"), name),
      forum && h("div", { class: "form-field" }, h("label", { for: "thread-content" }, "Message"), content),
    ],
    onSubmit: (opened) => {
      const given = { name: name.value.trim(), content: content ? content.value.trim() : undefined };
      if (!given.name) opened.error(forum ? "Give the post a title." : "Give the thread a name.");
      else if (forum && !given.content) opened.error("Write the first message.");
      else onGiven(given, opened);
    },
  });
  name.select();
  return dialog;
}
