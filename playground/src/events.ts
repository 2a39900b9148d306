// Texts that people have at hand, as events: JSON, lists, lines of JSON, curl commands.
import type { EventDoc } from "@itl/editor";
import { freeName, MAX_EVENTS } from "./workspace.js";

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys by which an event is called in its tab. */
const NAMING = ["status", "state", "event", "action", "type", "title", "name"];

function nameOf(value: unknown, otherwise: string): string {
  if (typeof value !== "object" || value === null) return otherwise;
  for (const key of NAMING) {
    const found = (value as Record<string, unknown>)[key];
    if (typeof found === "string" && found.length > 0 && found.length <= 24) return found;
  }
  return otherwise;
}

/** The body of a curl command: what follows `-d`, `--data` and its like. */
export function curlBody(text: string): string | null {
  if (!/^\s*(?:\$\s*)?curl\s/.test(text)) return null;
  const flag = /(?:^|\s)(?:-d|--data|--data-raw|--data-binary|--data-ascii|--json)(?:\s+|=)/.exec(text);
  if (!flag) return null;
  const at = flag.index + flag[0].length;
  const ansi = text.startsWith("$'", at);
  const quote = ansi ? "'" : text[at];
  if (quote !== "'" && quote !== '"') return /^\S+/.exec(text.slice(at))?.[0] ?? null;
  let out = "";
  for (let i = at + (ansi ? 2 : 1); i < text.length; i++) {
    const c = text[i]!;
    if (c === "\\" && (quote === '"' || ansi)) {
      const next = text[++i] ?? "";
      if (ansi && next === "n") out += "\n";
      else if (ansi && next === "'") out += "'";
      else out += '"\\$`\n'.includes(next) ? (next === "\n" ? "" : next) : `\\${next}`;
    } else if (c === quote) {
      // 'it'\''s' goes on after the quote.
      const more = /^\\''/.exec(text.slice(i + 1));
      if (quote === "'" && more) {
        out += "'";
        i += 3;
      } else return out;
    } else out += c;
  }
  return null;
}

/**
 * Several events of one text: a JSON list of objects, one JSON a line, or curl commands. `null` where
 * it is a single event, which is pasted as it is.
 */
export function splitEvents(text: string): string[] | null {
  const commands = text.split(/^(?=\s*(?:\$\s*)?curl\s)/m).filter((part) => part.trim() !== "");
  if (commands.length > 0 && commands.every((one) => curlBody(one) !== null)) {
    return commands.map((one) => {
      const body = curlBody(one)!;
      return json(body) === undefined ? body : tidyJson(body);
    });
  }
  const whole = json(text);
  if (Array.isArray(whole) && whole.length > 0 && whole.every((item) => typeof item === "object" && item !== null)) {
    return itemsOf(text).slice(0, MAX_EVENTS).map(tidyJson);
  }
  if (whole !== undefined) return null;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length > 1 && lines.every((line) => typeof json(line) === "object" && json(line) !== null)) {
    return lines.slice(0, MAX_EVENTS).map(tidyJson);
  }
  return null;
}

/** The texts of the items of a JSON list. */
function itemsOf(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let start = -1;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]/g)) {
    const token = match[0];
    if (token === "[" || token === "{") {
      if (depth++ === 0) start = match.index + 1;
    } else if (token === "]" || token === "}") {
      if (--depth === 0) out.push(text.slice(start, match.index));
    } else if (token === "," && depth === 1) {
      out.push(text.slice(start, match.index));
      start = match.index + 1;
    }
  }
  return out;
}

/** Texts as events with names of their own. */
export function toEvents(texts: readonly string[], taken: readonly string[], name?: string): EventDoc[] {
  const names = [...taken];
  return texts.map((text) => {
    const free = freeName(name ?? nameOf(json(text), "event"), names);
    names.push(free);
    return { name: free, text };
  });
}

/** Indents JSON without reading it into values, so that `95.0` and large numbers stay. */
export function tidyJson(text: string): string {
  let out = "";
  let depth = 0;
  const line = (): string => `\n${"  ".repeat(depth)}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (token === "{" || token === "[") {
      depth++;
      out += token + line();
    } else if (token === "}" || token === "]") {
      depth = Math.max(0, depth - 1);
      out = /[[{]\s*$/.test(out) ? out.trimEnd() + token : out + line() + token;
    } else if (token === ",") out += token + line();
    else if (token === ":") out += ": ";
    else out += token;
  }
  return out;
}
