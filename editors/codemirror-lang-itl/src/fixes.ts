import type { Text } from "@codemirror/state";
import type { EngineDiagnostic, EngineSpan } from "./engine.js";
import { type Dialect, pairTags, pathRange, scanTags } from "./scan.js";

/** A change of the source that mends a mistake. */
export interface Suggestion {
  span: EngineSpan;
  replacement: string;
}

/**
 * The suggestion of a diagnostic; for a mistake of the structure that has none, the one change that
 * makes the structure whole. Which mistake it is, the engine says.
 */
export function suggestionFor(text: string, found: EngineDiagnostic, dialect: Dialect = "itl"): Suggestion | null {
  if (found.suggestion) return found.suggestion;
  if ((found.partial ?? null) !== null) return null;
  switch (found.code) {
    case "E0101":
      return closeTag(text, found.span, dialect);
    case "E0104":
      return closeString(text, found.span, dialect);
    case "E0105":
      return closeCall(text, found.span, dialect);
    case "E0110":
      return closeSection(text, found.span, dialect);
    case "E0111":
      return renameClose(text, found.span, dialect);
    case "E0112":
      return { span: found.span, replacement: "" };
    default:
      return null;
  }
}

const insert = (at: number, replacement: string): Suggestion => ({ span: { start: at, end: at }, replacement });

/** Where the inside of an unclosed tag ends: before the spaces at its line's end, or before prose. */
function endOfInside(text: string, from: number): number {
  const line = text.indexOf("\n", from);
  const rest = text.slice(from, line < 0 ? text.length : line);
  // A path ends at its first space; a call at its last parenthesis.
  const call = rest.lastIndexOf(")");
  const word = /^\s*[#^/&>$]?\s*[^\s{}]*/.exec(rest)![0].length;
  return from + Math.max(word, call + 1);
}

function closeTag(text: string, span: EngineSpan, dialect: Dialect): Suggestion | null {
  const tag = scanTags(text, dialect).find((t) => !t.closed && t.from <= span.start && t.to >= span.start);
  if (!tag) return null;
  const end = endOfInside(text, tag.openEnd);
  const braces = /^\}?/.exec(text.slice(end).trimStart())![0];
  return braces === "}" && text[end + (text.slice(end).length - text.slice(end).trimStart().length) + 1] !== "}"
    ? insert(text.indexOf("}", end), "}")
    : insert(end, tag.sigil === "{" ? " }}}" : " }}");
}

const tagAround = (text: string, span: EngineSpan, dialect: Dialect) =>
  scanTags(text, dialect).find((t) => t.from <= span.start && t.to >= span.start);

function closeString(text: string, span: EngineSpan, dialect: Dialect): Suggestion | null {
  const tag = tagAround(text, span, dialect);
  if (!tag) return null;
  const quote = text[span.start] === "'" ? "'" : '"';
  const end = tag.closed ? tag.innerTo : endOfInside(text, tag.openEnd);
  const inside = text.slice(span.start, end);
  const paren = inside.lastIndexOf(")");
  return paren > 0 ? insert(span.start + paren, quote) : insert(end, `${quote})`);
}

function closeCall(text: string, span: EngineSpan, dialect: Dialect): Suggestion | null {
  const tag = tagAround(text, span, dialect);
  if (!tag?.closed) return null;
  const opener = text.slice(tag.innerFrom, tag.innerTo);
  return insert(tag.innerTo, opener.lastIndexOf("[") > opener.lastIndexOf("(") ? "]" : ")");
}

function closeSection(text: string, span: EngineSpan, dialect: Dialect): Suggestion | null {
  const pairs = pairTags(text, scanTags(text, dialect));
  const pair = pairs.find((one) => one.open.from <= span.start && one.open.to >= span.end && one.close === null);
  if (!pair) return null;
  const { from, to } = pathRange(text, pair.open);
  const close = `${text.slice(pair.open.from, pair.open.openEnd)} /${text.slice(from, to)} ${text.slice(pair.open.closeStart, pair.open.to)}`;
  const outer = pairs.findLast((one) => one.depth < pair.depth && one.open.from < pair.open.from && one.close !== null);
  const before = outer?.close ? outer.close.from : text.length;
  // A section whose opening tag has a line of its own is closed on a line of its own.
  const lineStart = text.lastIndexOf("\n", pair.open.from - 1) + 1;
  const lineEnd = text.indexOf("\n", pair.open.to);
  const alone =
    text.slice(lineStart, pair.open.from).trim() === "" &&
    lineEnd >= 0 &&
    text.slice(pair.open.to, lineEnd).trim() === "";
  if (alone) return insert(before, text[before - 1] === "\n" ? `${close}\n` : `\n${close}\n`);
  const end = lineEnd < 0 || lineEnd > before ? before : lineEnd;
  return insert(end, close);
}

function renameClose(text: string, span: EngineSpan, dialect: Dialect): Suggestion | null {
  const tags = scanTags(text, dialect);
  const close = tags.find((t) => t.sigil === "/" && t.from <= span.start && t.to >= span.end);
  if (!close) return null;
  // The innermost section that is open there.
  const stack: string[] = [];
  for (const tag of tags) {
    if (tag.from >= close.from) break;
    const { from, to } = pathRange(text, tag);
    const name = text.slice(from, to);
    if (tag.closed && tag.sigil !== "" && "#^<$".includes(tag.sigil)) stack.push(name);
    else if (tag.sigil === "/" && stack.includes(name)) stack.length = stack.lastIndexOf(name);
  }
  const name = stack.at(-1);
  if (name === undefined) return { span: { start: close.from, end: close.to }, replacement: "" };
  const { from, to } = pathRange(text, close);
  return { span: { start: from, end: to }, replacement: name };
}

/** All suggestions of a list that can be applied at once, as changes from the start to the end. */
export function allFixes(
  text: string | Text,
  found: readonly EngineDiagnostic[],
  dialect: Dialect = "itl",
): { from: number; to: number; insert: string }[] {
  const source = typeof text === "string" ? text : text.toString();
  const all = found
    .filter((d) => (d.partial ?? null) === null)
    .flatMap((d) => suggestionFor(source, d, dialect) ?? [])
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const out: { from: number; to: number; insert: string }[] = [];
  for (const { span, replacement } of all) {
    const last = out.at(-1);
    if (last && (span.start < last.to || (span.start === last.from && span.end === last.to))) continue;
    out.push({ from: span.start, to: span.end, insert: replacement });
  }
  return out;
}
