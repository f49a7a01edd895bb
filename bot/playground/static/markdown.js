// Discord's markdown to DOM nodes. Every piece of text becomes a text node; links pass safeUrl.

import { append, displayName, h, safeUrl } from "./dom.js";
import { formatted } from "./times.js";

const FENCE = /```(?:([\w+.#-]+)\n)?\n*([\s\S]+?)\n*```/y;
const FENCE_AHEAD = /```[\s\S]+?```/;

/** Return a fragment for a message's text. `world` resolves mentions: `user(id)`, `role(id)`, `channel(id)`, `openChannel(id)`. */
export function markdown(text, world) {
  return append(document.createDocumentFragment(), blocks(String(text ?? ""), world));
}

/** Return a fragment with inline marks only, for titles and labels. */
export function inlineMarkdown(text, world) {
  return append(document.createDocumentFragment(), inline(String(text ?? ""), world));
}

function blocks(text, world, quoted = false) {
  const out = [];
  let at = 0;
  let paragraph = "";
  const flush = () => {
    const body = paragraph.replace(/^\n|\n$/g, "");
    // An empty line after a list or a quotation is shown, as between paragraphs.
    const apart = out.length && paragraph.startsWith("\n");
    if (body) out.push(h("p", { class: apart ? "md apart" : "md" }, inline(body, world)));
    paragraph = "";
  };
  while (at < text.length) {
    FENCE.lastIndex = at;
    const fence = FENCE.exec(text);
    if (fence) {
      flush();
      out.push(h("pre", { tabindex: "0" }, h("code", { "data-language": fence[1] }, fence[2])));
      at = FENCE.lastIndex;
      if (text[at] === "\n") at += 1;
      continue;
    }
    const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    const line = text.slice(at, end);
    const ahead = FENCE_AHEAD.exec(text.slice(at));
    if (ahead && ahead.index < line.length && !line.startsWith(">")) {
      paragraph += line.slice(0, ahead.index);
      at += ahead.index;
      continue;
    }
    if (!quoted && line.startsWith(">>> ")) {
      flush();
      out.push(h("blockquote", null, blocks(text.slice(at + 4), world, true)));
      return out;
    }
    if (!quoted && /^> ?/.test(line) && line.startsWith(">") && (line === ">" || line[1] === " ")) {
      const run = /(?:>(?: [^\n]*)?(?:\n|$))+/y;
      run.lastIndex = at;
      const whole = run.exec(text)?.[0] ?? line;
      flush();
      out.push(h("blockquote", null, blocks(whole.replace(/\n$/, "").replace(/^> ?/gm, ""), world, true)));
      at += whole.length;
      continue;
    }
    const heading = /^(#{1,3})\s+(.+?)\s*#*$/.exec(line);
    const subtext = /^-#\s+(.+)$/.exec(line);
    if (heading || subtext) {
      flush();
      // Of whatever size, a message's heading is one level below the page's own.
      if (heading) out.push(h("h2", { class: `md-h${heading[1].length}` }, inline(heading[2], world)));
      else out.push(h("p", { class: "subtext" }, inline(subtext[1], world)));
      at = end + 1;
      continue;
    }
    if (/^ *(?:[-*]|\d+\.) +\S/.test(line)) {
      const run = /(?: *(?:[-*]|\d+\.) +[^\n]*(?:\n {2,}(?![-*] |\d+\. )[^\n]+)*(?:\n|$))+/y;
      run.lastIndex = at;
      const whole = run.exec(text)?.[0];
      if (whole) {
        flush();
        out.push(list(whole.replace(/\n$/, "").split("\n"), world));
        at += whole.length;
        continue;
      }
    }
    paragraph += `${line}\n`;
    at = end + 1;
  }
  flush();
  return out;
}

function list(lines, world) {
  const items = [];
  for (const line of lines) {
    const mark = /^( *)([-*]|(\d+)\.) +(.*)$/.exec(line);
    if (mark) items.push({ depth: mark[1].length, number: mark[3], text: mark[4] });
    else if (items.length) items.at(-1).text += `\n${line.trim()}`;
  }
  const build = (from, depth) => {
    const first = items[from];
    const node = first.number ? h("ol", { start: first.number }) : h("ul");
    let at = from;
    const sameKind = (item) => item.depth > depth || Boolean(item.number) === Boolean(first.number);
    while (at < items.length && items[at].depth >= depth && sameKind(items[at])) {
      if (items[at].depth > depth && node.lastElementChild) {
        const [child, next] = build(at, items[at].depth);
        node.lastElementChild.append(child);
        at = next;
      } else {
        node.append(h("li", null, inline(items[at].text, world)));
        at += 1;
      }
    }
    return [node, at];
  };
  const out = [];
  for (let at = 0; at < items.length;) {
    const [node, next] = build(at, items[at].depth);
    out.push(node);
    at = next;
  }
  return out;
}

function link(url, children, title) {
  const href = safeUrl(url);
  if (href === null) return h("span", null, children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", title: title || href }, children);
}

function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (node.dataset.shown !== undefined) return;
    event.preventDefault();
    node.dataset.shown = "";
    node.setAttribute("aria-expanded", "true");
    node.removeAttribute("aria-label");
  };
  const node = h("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": "Spoiler", testid: "spoiler",
    on: { click: reveal, keydown: reveal },
  }, h("span", null, children));
  return node;
}

function mention(text, open) {
  if (!open) return h("span", { class: "mention" }, text);
  return h("button", { type: "button", class: "mention", on: { click: open } }, text);
}

function time(seconds, style) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return "Invalid date";
  return h("time", {
    class: "stamp", datetime: date.toISOString(), title: formatted(date, "F"), "data-relative": style === "R",
  }, formatted(date, style));
}

// Tried in this order at each place; each handler gets the match and a function that parses what is inside.
const RULES = [
  [/\\([^0-9A-Za-z\s])/y, (m) => m[1]],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (m) => h("code", null, m[2].replace(/^ (?=[\s\S]*`)|(?<=`[\s\S]*) $/g, ""))],
  [/\[((?:[^[\]\\]|\\.|\[[^\]]*\])+)\]\(\s*<?((?:[^\s<>()]|\([^\s<>()]*\))+)>?(?:\s+"([^"]*)")?\s*\)/y,
    (m, inside) => link(m[2], inside(m[1]), m[3])],
  [/<(https?:\/\/[^\s>]+)>/y, (m) => link(m[1], m[1])],
  [/<@!?(\d+)>/y, (m, _, world) => mention(`@${displayName(world.user(m[1]))}`)],
  [/<@&(\d+)>/y, (m, _, world) => mention(`@${world.role(m[1])?.name ?? "unknown role"}`)],
  [/<#(\d+)>/y, (m, _, world) => {
    const channel = world.channel(m[1]);
    return mention(`#${channel?.name ?? "unknown"}`, channel && (() => world.openChannel(channel.id)));
  }],
  [/<\/([^:>\n]+):(\d+)>/y, (m, _, world) => mention(`/${m[1]}`, () => world.openCommand(m[1]))],
  [/<a?:(\w+):\d+>/y, (m) => `:${m[1]}:`],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (m) => time(m[1], m[2] ?? "f")],
  [/https?:\/\/[^\s<]*[^\s<.,:;!?"'\])]/y, (m) => link(m[0], m[0])],
  [/@(?:everyone|here)\b/y, (m) => mention(m[0])],
  [/\|\|([\s\S]+?)\|\|/y, (m, inside) => spoiler(inside(m[1]))],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, (m, inside) => h("strong", null, inside(m[1]))],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, (m, inside) => h("u", null, inside(m[1]))],
  [/~~((?:\\[\s\S]|[^\\])+?)~~/y, (m, inside) => h("s", null, inside(m[1]))],
  [/\*(?=\S)((?:\*\*|\\[\s\S]|[^*\\])+?)(?<=\S)\*(?!\*)/y, (m, inside) => h("em", null, inside(m[1]))],
  [/\b_((?:__|\\[\s\S]|[^\\_])+?)_\b(?!_)/y, (m, inside) => h("em", null, inside(m[1]))],
];

function inline(text, world, depth = 0) {
  const out = [];
  let plain = "";
  const inside = (part) => (depth < 12 ? inline(part, world, depth + 1) : [part]);
  for (let at = 0; at < text.length;) {
    let hit = null;
    if (/[\\`[<h@|*_~]/.test(text[at])) {
      for (const [pattern, build] of RULES) {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (match) {
          hit = { node: build(match, inside, world), end: at + match[0].length };
          break;
        }
      }
    }
    if (hit) {
      if (plain) out.push(plain);
      plain = "";
      out.push(hit.node);
      at = hit.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) out.push(plain);
  return out;
}
