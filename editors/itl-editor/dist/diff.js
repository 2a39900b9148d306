import { h } from "./dom.js";
/** Work beyond this is not done: what is left counts as replaced. */
const MAX_STEPS = 4_000_000;
const words = (text) => text.match(/\n|[^\S\n]+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
/** The difference of two texts in words, by the shortest edit script. */
export function diff(before, after) {
    if (before === after)
        return before === "" ? [] : [{ kind: "same", text: before }];
    const a = words(before);
    const b = words(after);
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start])
        start++;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
        end++;
    const out = [];
    push(out, "same", a.slice(0, start).join(""));
    const middleA = a.slice(start, a.length - end);
    const middleB = b.slice(start, b.length - end);
    for (const change of middle(middleA, middleB))
        push(out, change.kind, change.text);
    push(out, "same", a.slice(a.length - end).join(""));
    return out;
}
function push(out, kind, text) {
    if (text === "")
        return;
    const last = out.at(-1);
    if (last?.kind === kind)
        last.text += text;
    else
        out.push({ kind, text });
}
/** Myers' algorithm, forward only. */
function middle(a, b) {
    const replaced = [
        { kind: "removed", text: a.join("") },
        { kind: "added", text: b.join("") },
    ];
    const max = a.length + b.length;
    if (a.length === 0 || b.length === 0)
        return replaced;
    const trail = [];
    let v = new Int32Array(3);
    let steps = 0;
    for (let d = 0; d <= max; d++) {
        const next = new Int32Array(2 * d + 3);
        for (let k = -d; k <= d; k += 2) {
            const at = (i) => v[i + d] ?? -1;
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
        if (steps > MAX_STEPS)
            return replaced;
        trail.push(next);
        v = next;
    }
    return replaced;
}
function backtrack(trail, a, b) {
    const out = [];
    let x = a.length;
    let y = b.length;
    for (let d = trail.length - 1; d > 0; d--) {
        const before = trail[d - 1];
        const at = (k) => before[k + d] ?? -1;
        const k = x - y;
        const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
        const from = down ? k + 1 : k - 1;
        const startX = at(from);
        const startY = startX - from;
        while (x > startX && y > startY && (down ? x > startX : x > startX + 1)) {
            out.push({ kind: "same", text: a[--x] });
            y--;
        }
        if (down)
            out.push({ kind: "added", text: b[--y] });
        else
            out.push({ kind: "removed", text: a[--x] });
    }
    while (x > 0)
        out.push({ kind: "same", text: a[--x] });
    const merged = [];
    for (const change of out.toReversed())
        push(merged, change.kind, change.text);
    return merged;
}
/** The difference as a text with what is gone and what is new. */
export function diffNodes(before, after) {
    return h("pre", { class: "diff" }, ...diff(before, after).map(({ kind, text }) => kind === "same" ? text : h(kind === "added" ? "ins" : "del", {}, text)));
}
/** How much changed, in words: `+12 −3`. */
export function diffCount(before, after) {
    let added = 0;
    let removed = 0;
    for (const { kind, text } of diff(before, after)) {
        if (kind === "added")
            added += text.length;
        else if (kind === "removed")
            removed += text.length;
    }
    return added || removed ? `+${added} −${removed}` : "no change";
}
