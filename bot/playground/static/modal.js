// The form that a bot opens: Discord's modal, and the shape in which it is sent back.

import { openDialog } from "./dialog.js";
import { displayName, h } from "./dom.js";
import { markdown } from "./markdown.js";
import { field } from "./fields.js";

/** Show a modal. `submit(components, handlers)` sends it; the dialog stays until the bot has taken it. */
export function openModal(modal, ctx, submit) {
  const parts = (modal.components ?? []).map((component) => part(component, ctx));
  const app = ctx.store.bot.user ? displayName(ctx.store.bot.user) : "this app";
  return openDialog({
    title: modal.title,
    testid: "modal",
    note: `This form will be submitted to ${app}. Do not share passwords or other sensitive information.`,
    body: parts.map((one) => one.node),
    onSubmit: async (dialog) => {
      dialog.error(null);
      const wrong = parts.map((one) => one.check?.() ?? null).filter(Boolean);
      if (wrong.length) {
        dialog.error(wrong[0].text);
        wrong[0].focus?.focus();
        return;
      }
      dialog.busy(true);
      let components;
      try {
        components = await Promise.all(parts.map((one) => one.value()));
      } catch (error) {
        dialog.busy(false);
        dialog.error(error.message);
        return;
      }
      submit(components, {
        done: () => dialog.close(),
        failed: (text) => {
          dialog.busy(false);
          dialog.error(text);
        },
      });
    },
  });
}

function part(component, ctx) {
  if (component.type === 10) {
    return { node: h("div", { class: "markup modal-text" }, markdown(component.content, ctx.world)), value: async () => ({ type: 10, id: component.id }) };
  }
  if (component.type === 18) {
    const inner = field(component.component, ctx, { label: component.label, description: component.description });
    return { ...inner, value: async () => ({ type: 18, id: component.id, component: await inner.value() }) };
  }
  const children = (component.components ?? []).map((child) => field(child, ctx, { label: child.label }));
  return {
    node: h("div", null, children.map((child) => child.node)),
    check: () => children.map((child) => child.check()).find(Boolean) ?? null,
    value: async () => ({ type: 1, id: component.id, components: await Promise.all(children.map((child) => child.value())) }),
  };
}
