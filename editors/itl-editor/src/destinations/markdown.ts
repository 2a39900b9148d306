import { h } from "../dom.js";
import type { MappedText } from "../mapped.js";

/**
 * Draws Markdown: emphasis, code, links, lists, headings, quotes. The text of an Adaptive Card (`card`)
 * knows emphasis, links and lists alone; all else stays as it is written.
 */
export function markdownNodes(mapped: MappedText, card = false): DocumentFragment {
  const { text } = mapped;
  const out = document.createDocumentFragment();
  let list: HTMLElement | null = null;
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    const item = /^(\s*)(?:[-*+]|(\d+)[.)])\s+/.exec(line);
    const heading = !card && /^(#{1,6})\s+/.exec(line);
    const quote = !card && /^>\s?/.exec(line);
    if (item) {
      const tag = item[2] ? "ol" : "ul";
      if (!list || list.localName !== tag) {
        list = out.appendChild(h(tag));
        if (item[2]) list.setAttribute("start", item[2]);
      }
      list.append(h("li", {}, inline(mapped, at + item[0].length, end, card)));
    } else {
      list = null;
      if (heading) out.append(h("p", { class: "heading" }, inline(mapped, at + heading[0].length, end)));
      else if (quote) out.append(h("blockquote", {}, inline(mapped, at + quote[0].length, end)));
      else {
        out.append(inline(mapped, at, end, card));
        if (newline >= 0) out.append(mapped.nodes(end, end + 1));
      }
    }
    if (newline < 0) break;
    at = newline + 1;
  }
  return out;
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const character = (code: number): string | null => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null);

function inline(mapped: MappedText, from: number, to: number, card = false): DocumentFragment {
  const { text } = mapped;
  const out = document.createDocumentFragment();
  let plain = from;
  const flush = (end: number): void => {
    if (end > plain) out.append(mapped.nodes(plain, end));
  };
  for (let at = from; at < to; at++) {
    const c = text[at]!;
    if (c === "\\" && at + 1 < to && /[!-/:-@[-`{-~]/.test(text[at + 1]!)) {
      flush(at);
      out.append(mapped.instead(at, at + 2, text[at + 1]!));
      plain = at + 2;
      at++;
      continue;
    }
    if (c === "&") {
      const entity = /^&(?:#(\d{1,7})|(lt|gt|amp|quot));/.exec(text.slice(at, at + 12));
      const shown = entity && (entity[2] ? NAMED[entity[2]]! : character(Number(entity[1])));
      if (entity && shown && at + entity[0].length <= to) {
        flush(at);
        out.append(mapped.instead(at, at + entity[0].length, shown));
        plain = at + entity[0].length;
        at = plain - 1;
        continue;
      }
    }
    if (c === "`" && !card) {
      const end = text.indexOf("`", at + 1);
      if (end > at && end < to) {
        flush(at);
        out.append(h("code", {}, mapped.nodes(at + 1, end)));
        plain = end + 1;
        at = end;
      }
    } else if (c === "*" || c === "_") {
      const mark = text[at + 1] === c ? c + c : c;
      const end = find(text, mark, at + mark.length, to);
      if (end > 0 && /\S/.test(text[at + mark.length] ?? " ") && !(c === "_" && /\w/.test(text[at - 1] ?? " "))) {
        flush(at);
        out.append(h(mark.length === 2 ? "b" : "i", {}, inline(mapped, at + mark.length, end, card)));
        plain = end + mark.length;
        at = plain - 1;
      }
    } else if (c === "[") {
      const link = /^\[((?:\\.|[^\]\\])*)\]\(((?:\\.|[^)\\\s])*)\)/.exec(text.slice(at, to));
      if (link) {
        flush(at);
        out.append(
          h("span", { class: "link", title: link[2] }, inline(mapped, at + 1, at + 1 + link[1]!.length, card)),
        );
        plain = at + link[0].length;
        at = plain - 1;
      }
    }
  }
  flush(to);
  return out;
}

function find(text: string, mark: string, from: number, to: number): number {
  for (let i = from; i + mark.length <= to; i++) {
    if (text[i] === "\\") i++;
    else if (text.startsWith(mark, i) && i > from && /\S/.test(text[i - 1]!)) return i;
  }
  return -1;
}
