import { startCompletion } from "@codemirror/autocomplete";
import { EditorSelection } from "@codemirror/state";
import type { Command, EditorView } from "@codemirror/view";
import { type Dialect, scanTags, type Tag } from "./scan.js";

/** A stop of the Tab key: the inside of an argument, or a place to write on. */
export interface Field {
  from: number;
  to: number;
  /** Whether it is an argument. */
  argument: boolean;
}

/** The stops of a tag: each argument of each call, the place after the last call, and the place after the tag. */
export function fieldsOf(text: string, tag: Tag): Field[] {
  const out: Field[] = [];
  const end = tag.closeStart;
  let depth = 0;
  let start = -1;
  const push = (to: number): void => {
    if (start < 0) return;
    const raw = text.slice(start, to);
    const lead = raw.length - raw.trimStart().length;
    const trimmed = raw.trim();
    const quote = trimmed[0];
    const quoted = trimmed.length >= 2 && (quote === '"' || quote === "'") && trimmed.endsWith(quote);
    const from = trimmed === "" ? start : start + lead + (quoted ? 1 : 0);
    out.push({ from, to: trimmed === "" ? start : from + trimmed.length - (quoted ? 2 : 0), argument: true });
  };
  let last = -1;
  for (let i = tag.innerFrom; i < end; i++) {
    const c = text[i]!;
    if (c === "\\") i++;
    else if ((c === '"' || c === "'") && depth > 0 && text.slice(start, i).trim() === "") {
      const close = closingQuote(text, i, end);
      if (close < 0) break;
      i = close;
    } else if (c === "(") {
      if (depth++ === 0) start = i + 1;
    } else if (c === "," && depth === 1) {
      push(i);
      start = i + 1;
    } else if (c === ")" && depth > 0 && --depth === 0) {
      // A call without arguments is no stop.
      if (start !== i || text[start - 1] === ",") push(i);
      start = -1;
      last = i + 1;
    }
  }
  if (last >= 0) out.push({ from: last, to: last, argument: false });
  if (tag.closed) out.push({ from: tag.to, to: tag.to, argument: false });
  return out;
}

function closingQuote(text: string, quote: number, end: number): number {
  for (let i = quote + 1; i < end; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[quote]) return i;
  }
  return -1;
}

function move(dialect: Dialect, forward: boolean): Command {
  return (view: EditorView): boolean => {
    const { state } = view;
    const { main, ranges } = state.selection;
    if (ranges.length > 1) return false;
    const text = state.doc.toString();
    const tag = scanTags(text, dialect).find((t) => main.head >= t.openEnd && main.head <= t.closeStart && t.closed);
    if (!tag) return false;
    const fields = fieldsOf(text, tag);
    const next = forward
      ? fields.find((field) => field.from > main.to)
      : fields.findLast((field) => field.argument && field.to < main.from);
    if (!next) return false;
    view.dispatch({
      selection: EditorSelection.range(next.from, next.to),
      scrollIntoView: true,
      userEvent: "select.field",
    });
    if (next.argument) startCompletion(view);
    return true;
  };
}

/** Command for Tab: goes to the next argument of the tag at the cursor, then to the end of the call, then to the end of the tag. */
export const nextField = (dialect: Dialect = "itl"): Command => move(dialect, true);
/** Command for Shift-Tab: goes to the previous argument. */
export const previousField = (dialect: Dialect = "itl"): Command => move(dialect, false);
