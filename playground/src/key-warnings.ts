// What parts events that belong together, or joins some that do not.
import type { Printed } from "@itl/editor";

export interface KeyWarning {
  /** Code stands between backticks. */
  words: string;
  tag: { start: number; end: number } | null;
  partial: string | null;
}

/** What a value is, where it is of a kind that changes with each event. */
function kindOf(value: string): string | null {
  const text = value.trim();
  if (/\d{4}-\d\d-\d\d[T ]?\d{0,2}/.test(text) || /\b\d{1,2}:\d\d(:\d\d)?\b/.test(text)) return "a date or time";
  if (/^1[5-9]\d{8}(\d{3}){0,2}(\.\d+)?$/.test(text)) return "a time in seconds or milliseconds";
  if (/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(text)) return "an identifier";
  return null;
}

const isNumber = (value: string): boolean => /^-?\d+(\.\d+)?%?$/.test(value.trim());

/** Warnings about the key that `printed` are the renders of. */
export function keyWarnings(printed: readonly Printed[], source: string, name: (one: Printed) => string): KeyWarning[] {
  const out: KeyWarning[] = [];
  const add = (words: string, tag: KeyWarning["tag"] = null, partial: string | null = null): void => {
    out.push({ words, tag, partial });
  };
  const list = (some: readonly Printed[]): string =>
    some
      .slice(0, 3)
      .map((one) => `“${name(one)}”`)
      .join(", ") + (some.length > 3 ? ", …" : "");
  const errors = printed[0]?.result.diagnostics.filter((d) => d.severity === "error") ?? [];
  for (const d of errors)
    add(
      `A tag is broken and prints its own source, the same for all alerts: ${d.message}`,
      { start: d.span.start, end: d.span.end },
      d.partial,
    );
  const empty = printed.filter((one) => one.text.trim() === "");
  if (empty.length > 0)
    add(`The key is empty for ${list(empty)}: such events are no longer told apart, or each is an alert of its own.`);
  // Most files end with a line break, and so do the texts of the repository.
  const edged = printed.filter((one) => one.text.replace(/\n$/, "") !== one.text.trim());
  if (edged.length > 0) add(`The key of ${list(edged)} begins or ends with a space or line break.`);
  const inner = printed.filter((one) => /[\n\r\t]/.test(one.text.trim()));
  if (inner.length > 0) add(`The key of ${list(inner)} has a line break or tab in it.`);

  // What each tag wrote, event by event.
  const tags = new Map<
    string,
    { tag: { start: number; end: number }; partial: string | null; wrote: Map<Printed, string> }
  >();
  for (const one of printed) {
    for (const { tag, partial, output } of one.result.trace ?? []) {
      const key = `${partial ?? ""} ${tag.start}`;
      const known = tags.get(key) ?? { tag, partial, wrote: new Map<Printed, string>() };
      known.wrote.set(one, (known.wrote.get(one) ?? "") + one.text.slice(output.start, output.end));
      tags.set(key, known);
    }
  }
  for (const { tag, partial, wrote } of tags.values()) {
    const text = partial === null ? source.slice(tag.start, tag.end) : partial;
    const code = `\`${text}\``;
    if (errors.some((d) => d.partial === partial && d.span.start < tag.end && d.span.end > tag.start)) continue;
    const values = [...wrote.values()];
    const kind = values.map(kindOf).find((found) => found !== null);
    const different = new Set(values.filter((value) => value.trim() !== "")).size > 1;
    if (kind && (different || kind !== "an identifier" || values.length < 2)) {
      add(`${code} is ${kind}: the key changes with each event, and a recovery does not find its alert.`, tag, partial);
    } else if (different && values.every((value) => value === "" || isNumber(value))) {
      add(
        `${code} is a number that differs between events (${[...new Set(values)].filter(Boolean).slice(0, 3).join(", ")}): a counter or measurement parts the alert.`,
        tag,
        partial,
      );
    } else if (different && /status|state/i.test(text)) {
      add(
        `${code} differs between firing and recovery (${[...new Set(values)].slice(0, 3).join(", ")}): the recovery does not find its alert.`,
        tag,
        partial,
      );
    }
    const missing = [...wrote].filter(([, value]) => value.trim() === "").map(([one]) => one);
    if (missing.length > 0 && !/^\{\{\s*[#^/!]/.test(text)) {
      add(
        `${code} is empty in ${missing.length} of ${printed.length} ${printed.length === 1 ? "event" : "events"} (${list(missing)}): different alerts may share a key.`,
        tag,
        partial,
      );
    }
  }
  return out;
}
