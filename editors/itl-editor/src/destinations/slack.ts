import { h } from "../dom.js";
import type { MappedText } from "../mapped.js";
import { emojiOf } from "./lint.js";

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const STYLES: Record<string, "b" | "i" | "s"> = { "*": "b", _: "i", "~": "s" };

/** Draws Slack's mrkdwn. */
export function slackNodes(mapped: MappedText, from = 0, to = mapped.text.length): DocumentFragment {
  const { text } = mapped;
  const out = document.createDocumentFragment();
  let at = from;
  while (at < to) {
    if (text.startsWith("```", at)) {
      const end = text.indexOf("```", at + 3);
      if (end > 0 && end < to) {
        const inner = text[at + 3] === "\n" ? at + 4 : at + 3;
        out.append(h("pre", {}, entities(mapped, inner, end)));
        at = end + 3;
        if (text[at] === "\n") at++;
        continue;
      }
    }
    const lineEnd = Math.min(...[text.indexOf("\n", at), to].filter((n) => n >= 0));
    const quote = /^(?:>|&gt;) ?/.exec(text.slice(at, lineEnd));
    if (quote) {
      out.append(h("blockquote", {}, inline(mapped, at + quote[0].length, lineEnd)));
      at = Math.min(lineEnd + 1, to);
      continue;
    }
    const fence = text.slice(at, lineEnd).indexOf("```");
    const stop = fence > 0 ? at + fence : lineEnd;
    out.append(inline(mapped, at, stop));
    if (stop === lineEnd && lineEnd < to) out.append(mapped.nodes(lineEnd, lineEnd + 1));
    at = stop === lineEnd ? lineEnd + 1 : stop;
    if (fence > 0 && text.indexOf("```", stop + 3) < 0) {
      out.append(inline(mapped, stop, lineEnd));
      at = lineEnd;
    }
  }
  return out;
}

function inline(mapped: MappedText, from: number, to: number): DocumentFragment {
  const { text } = mapped;
  const out = document.createDocumentFragment();
  let plain = from;
  const flush = (end: number): void => {
    if (end > plain) out.append(entities(mapped, plain, end));
  };
  for (let at = from; at < to; at++) {
    const c = text[at]!;
    if (c === "`") {
      const end = text.indexOf("`", at + 1);
      if (end > at + 1 && end < to) {
        flush(at);
        out.append(h("code", {}, entities(mapped, at + 1, end)));
        plain = end + 1;
        at = end;
      }
    } else if (c === "<") {
      const end = text.indexOf(">", at + 1);
      if (end > at + 1 && end < to) {
        flush(at);
        out.append(angle(mapped, at + 1, end));
        plain = end + 1;
        at = end;
      }
    } else if (c in STYLES && !/[\w*_~]/.test(text[at - 1] ?? " ") && /\S/.test(text[at + 1] ?? " ")) {
      const end = closing(text, c, at + 1, to);
      if (end > 0) {
        flush(at);
        out.append(h(STYLES[c]!, {}, inline(mapped, at + 1, end)));
        plain = end + 1;
        at = end;
      }
    } else if (c === ":") {
      const name = /^:([a-z0-9_+-]+):/.exec(text.slice(at, Math.min(to, at + 40)));
      const emoji = name && emojiOf(name[1]!);
      if (emoji) {
        flush(at);
        out.append(mapped.instead(at, at + name[0].length, emoji));
        plain = at + name[0].length;
        at = plain - 1;
      }
    } else if (text.startsWith("http", at) && !/\w/.test(text[at - 1] ?? " ")) {
      const url = /^https?:\/\/[^\s<>|]+/.exec(text.slice(at, to));
      if (url) {
        flush(at);
        out.append(h("span", { class: "link" }, entities(mapped, at, at + url[0].length)));
        plain = at + url[0].length;
        at = plain - 1;
      }
    }
  }
  flush(to);
  return out;
}

function closing(text: string, mark: string, from: number, to: number): number {
  for (let i = from + 1; i < to; i++) {
    if (text[i] === mark && /\S/.test(text[i - 1]!) && !/\w/.test(text[i + 1] ?? " ")) return i;
  }
  return -1;
}

/** What stands in angle brackets: a link, a mention, a channel, a date. */
function angle(mapped: MappedText, from: number, to: number): HTMLElement {
  const { text } = mapped;
  const bar = text.slice(from, to).indexOf("|");
  const label: [number, number] | null = bar >= 0 ? [from + bar + 1, to] : null;
  const first = text[from];
  if (first === "!" || first === "@" || first === "#") {
    const sign = first === "#" ? "#" : "@";
    return h("span", { class: "mention" }, sign, label ? entities(mapped, ...label) : entities(mapped, from + 1, to));
  }
  return h(
    "span",
    { class: "link", title: text.slice(from, bar >= 0 ? from + bar : to) },
    label ? entities(mapped, ...label) : entities(mapped, from, to),
  );
}

function entities(mapped: MappedText, from: number, to: number): DocumentFragment {
  const out = document.createDocumentFragment();
  let at = from;
  for (const match of mapped.text.slice(from, to).matchAll(/&(?:lt|gt|amp);/g)) {
    const start = from + match.index;
    if (start > at) out.append(mapped.nodes(at, start));
    out.append(mapped.instead(start, start + match[0].length, ENTITIES[match[0]]!));
    at = start + match[0].length;
  }
  if (at < to) out.append(mapped.nodes(at, to));
  return out;
}
