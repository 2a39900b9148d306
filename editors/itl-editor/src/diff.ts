import { h } from "./dom.js";

/** A stretch that both texts have, or that only one has. */
export interface Change {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Work beyond this is not done: what is left counts as replaced. */
const MAX_STEPS = 4_000_000;

const words = (text: string): string[] => text.match(/\n|[^\S\n]+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

/** The difference of two texts in words, by the shortest edit script. */
export function diff(before: string, after: string): Change[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const a = words(before);
  const b = words(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const out: Change[] = [];
  push(out, "same", a.slice(0, start).join(""));
  const middleA = a.slice(start, a.length - end);
  const middleB = b.slice(start, b.length - end);
  for (const change of middle(middleA, middleB)) push(out, change.kind, change.text);
  push(out, "same", a.slice(a.length - end).join(""));
  return tidy(out);
}

/** A word that both have by chance, between much that is new, only makes the difference hard to read. */
function tidy(changes: readonly Change[]): Change[] {
  const out: Change[] = [];
  let removed = "";
  let added = "";
  const flush = (): void => {
    push(out, "removed", removed);
    push(out, "added", added);
    removed = added = "";
  };
  changes.forEach((change, i) => {
    if (change.kind === "removed") removed += change.text;
    else if (change.kind === "added") added += change.text;
    else {
      const next = changes
        .slice(i + 1, i + 3)
        .reduce((sum, one) => sum + (one.kind === "same" ? 0 : one.text.length), 0);
      const chance = (removed || added) && change.text.length * 4 < Math.min(removed.length + added.length, next);
      if (chance) {
        removed += change.text;
        added += change.text;
        return;
      }
      flush();
      push(out, "same", change.text);
    }
  });
  flush();
  return out;
}

function push(out: Change[], kind: Change["kind"], text: string): void {
  if (text === "") return;
  const last = out.at(-1);
  if (last?.kind === kind) last.text += text;
  else out.push({ kind, text });
}

/** Myers' algorithm, forward only. */
function middle(a: readonly string[], b: readonly string[]): Change[] {
  const replaced: Change[] = [
    { kind: "removed", text: a.join("") },
    { kind: "added", text: b.join("") },
  ];
  const max = a.length + b.length;
  if (a.length === 0 || b.length === 0) return replaced;
  const trail: Int32Array[] = [];
  let v = new Int32Array(3);
  let steps = 0;
  for (let d = 0; d <= max; d++) {
    const next = new Int32Array(2 * d + 3);
    for (let k = -d; k <= d; k += 2) {
      const at = (i: number): number => v[i + d] ?? -1;
      let x = d === 0 ? 0 : k === -d || (k !== d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
      while (x < a.length && x - k < b.length && x >= 0 && a[x] === b[x - k]) {
        x++;
        steps++;
      }
      next[k + d + 1] = x;
      if (x >= a.length && x - k >= b.length) {
        trail.push(next);
        return backtrack(trail, a, b);
      }
    }
    steps += 2 * d;
    if (steps > MAX_STEPS) return replaced;
    trail.push(next);
    v = next;
  }
  return replaced;
}

function backtrack(trail: readonly Int32Array[], a: readonly string[], b: readonly string[]): Change[] {
  const out: Change[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trail.length - 1; d > 0; d--) {
    const before = trail[d - 1]!;
    const at = (k: number): number => before[k + d] ?? -1;
    const k = x - y;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const from = down ? k + 1 : k - 1;
    const startX = at(from);
    const startY = startX - from;
    while (x > startX && y > startY && (down ? x > startX : x > startX + 1)) {
      out.push({ kind: "same", text: a[--x]! });
      y--;
    }
    if (down) out.push({ kind: "added", text: b[--y]! });
    else out.push({ kind: "removed", text: a[--x]! });
  }
  while (x > 0) out.push({ kind: "same", text: a[--x]! });
  const merged: Change[] = [];
  for (const change of out.toReversed()) push(merged, change.kind, change.text);
  return merged;
}

/** Of a long stretch its ends are enough. */
const MAX_STRETCH = 4_000;
const KEPT = 400;
const shorten = (text: string): string =>
  text.length <= MAX_STRETCH
    ? text
    : `${text.slice(0, KEPT)}\n⋯ ${text.length - 2 * KEPT} characters ⋯\n${text.slice(-KEPT)}`;

/** The difference as a text with what is gone and what is new. */
export function diffNodes(before: string, after: string): HTMLElement {
  return h(
    "pre",
    { class: "diff", tabindex: "0", role: "region", "aria-label": "Difference" },
    ...diff(before, after).map(({ kind, text }) =>
      kind === "same" ? shorten(text) : h(kind === "added" ? "ins" : "del", {}, shorten(text)),
    ),
  );
}

/** Texts larger than this together are compared by their length alone where only the size of the change matters. */
const MAX_COUNTED = 200_000;

/** How much changed, in words: `+12 −3`. */
export function diffCount(before: string, after: string): string {
  if (before.length + after.length > MAX_COUNTED) {
    const more = after.length - before.length;
    return before === after ? "no change" : more === 0 ? "changed" : `${more > 0 ? "+" : "−"}${Math.abs(more)}`;
  }
  let added = 0;
  let removed = 0;
  for (const { kind, text } of diff(before, after)) {
    if (kind === "added") added += text.length;
    else if (kind === "removed") removed += text.length;
  }
  return added || removed ? `+${added} −${removed}` : "no change";
}
