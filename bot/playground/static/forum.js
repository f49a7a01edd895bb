// A forum channel: its posts, newest activity first, and the way to write one.

import { avatar, displayName, h, icon } from "./dom.js";
import { excerpt } from "./message.js";
import { bySnowflake } from "./store.js";
import { relative } from "./times.js";

/** Fill `root` with a forum's posts. */
export function paintForum(root, channel, ctx) {
  const { store } = ctx;
  const posts = store.threadsOf(channel.id)
    .map((post) => ({ post, messages: store.history(post.id) }))
    .sort((a, b) => bySnowflake(lastId(b), lastId(a)));
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  root.replaceChildren(
    h("div", { class: "forum-head" },
      h("p", null, channel.topic || "Posts of this forum. Write one to begin."),
      store.may(channel, "send") && h("button", { type: "button", class: "button primary", testid: "new-post", on: { click: () => ctx.newPost(channel) } }, icon("plus", 16), h("span", { class: "button-label" }, "New post"))),
    posts.length ? h("ul", { class: "posts" }, posts.map((one) => h("li", null, card(one, ctx)))) : h("p", { class: "nothing" }, "There are no posts yet."));
  if (focused) root.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function lastId({ post, messages }) {
  return messages.at(-1)?.id ?? post.id;
}

function card({ post, messages }, ctx) {
  const first = messages[0];
  const last = messages.at(-1);
  const author = ctx.store.user(post.owner_id) ?? first?.author;
  return h("button", { type: "button", class: "post", testid: `post-${post.name}`, on: { click: () => ctx.world.openChannel(post.id) } },
    h("b", { class: "post-title" }, post.name),
    first && h("span", { class: "post-excerpt" }, author && avatar(author, 20), author && h("b", null, `${displayName(author)}:`), ` ${excerpt(first, ctx.store)}`),
    h("small", null, `${messages.length} ${messages.length === 1 ? "message" : "messages"}`, last && ` · ${relative(new Date(last.timestamp))}`));
}
