// What the editor offers beyond the engine's completions: values of the events with their counts,
// what each function gives on the present value, and keys at any depth, also by another name.
//
// Nothing here knows the rules of paths and scopes: pieces of the template are rendered with the
// events, and what they print is offered.
import { openSectionsAt, pathRange, scanTags } from "codemirror-lang-itl/scan";
import { Template } from "itl-wasm";
import { otherNames, usualness } from "./synonyms.js";
/** Between two answers of a probe; no payload has it by chance, and one that has loses an offer. */
const END = "\u0001";
/** How many values, and how many paths, are offered. */
const MAX_VALUES = 40;
const MAX_PATHS = 400;
/** Longer values are shortened in the list. */
const MAX_SHOWN = 60;
/** Whether a function compares its value with texts, so that the values of the events are the ones meant. */
const compares = (name) => /^(equals|contains|startsWith|endsWith|where|whereNot|switch)/.test(name);
export function assist(setting, found, { library, payloads, current, json }) {
    const source = setting.docs[setting.doc].text;
    const { offset, dialect, target } = setting;
    const tag = scanTags(source, dialect).find((t) => offset >= t.openEnd && (t.closed ? offset <= t.closeStart : offset <= t.to));
    if (!tag || "!=></".includes(tag.sigil || " "))
        return found;
    const typed = source.slice(tag.innerFrom, Math.max(tag.innerFrom, offset));
    const call = dialect === "itl" ? callPlace(typed, tag.innerFrom) : null;
    const probing = { source, offset: tag.from, setting, payloads, current, json };
    if (call)
        return withValues(found, call, offset, probing, library);
    if (!found)
        return null;
    let items = found.items;
    if (target === "ilert") {
        const portable = new Set(library.filter((fn) => fn.portable).map((fn) => fn.name));
        items = items.filter((item) => item.kind !== "function" || portable.has(nameOf(item)));
    }
    const dot = typed.lastIndexOf(".", found.span.start - tag.innerFrom);
    const receiver = dot > 0 && found.span.start - tag.innerFrom === dot + 1 ? typed.slice(0, dot) : null;
    if (receiver !== null && dialect === "itl")
        items = withResults(items, receiver, probing, library);
    const isHead = /^\s*[#^&{]?\s*$/.test(source.slice(tag.openEnd, found.span.start));
    if (receiver === null && isHead)
        items = withPaths(items, tag.sigil, probing, dialect);
    return { span: found.span, items };
}
const nameOf = (item) => item.label.replace(/\(.*$/s, "");
/** The innermost call whose parentheses are open at the end of `typed`. */
export function callPlace(typed, base) {
    let call = null;
    let start = 0;
    for (let i = 0; i < typed.length; i++) {
        const c = typed[i];
        if (c === "\\") {
            i++;
            continue;
        }
        if (!call) {
            if (c !== "(")
                continue;
            const dot = typed.lastIndexOf(".", i);
            const name = typed.slice(dot + 1, i);
            if (dot < 0 || !/^\w+$/.test(name))
                return null;
            call = { receiver: typed.slice(0, dot) || ".", name, argument: 0, quoted: false, before: [], from: base + i + 1 };
            start = i + 1;
            continue;
        }
        if ((c === '"' || c === "'") && typed.slice(start, i).trim() === "") {
            const end = stringEnd(typed, i);
            if (end < 0)
                return { ...call, quoted: true, from: base + i + 1 };
            i = end;
        }
        else if (c === ",") {
            call.before.push(typed.slice(start, i).trim());
            call.argument++;
            start = i + 1;
            call.from = base + start;
        }
        else if (c === ")")
            call = null;
    }
    return call;
}
function stringEnd(text, quote) {
    for (let i = quote + 1; i < text.length; i++) {
        if (text[i] === "\\")
            i++;
        else if (text[i] === text[quote])
            return i;
    }
    return -1;
}
/** What `expression` prints in the sections that are open at an offset, once for each of their items. */
export function probeTemplate(source, offset, expression, setting, payloads) {
    const open = openSectionsAt(source, offset, setting.dialect).filter((pair) => pair.open.sigil === "#");
    const opening = open.map((pair) => source.slice(pair.open.from, pair.open.to)).join("");
    const closing = open
        .toReversed()
        .map((pair) => {
        const { from, to } = pathRange(source, pair.open);
        return `{{ /${source.slice(from, to)} }}`;
    })
        .join("");
    const partials = Object.fromEntries(setting.docs.map((doc) => [doc.name, doc.text]));
    const template = new Template(`${opening}${expression}${END}${closing}`, {
        dialect: setting.dialect,
        partials,
        escape: "none",
        limits: { steps: 100_000, outputBytes: 1 << 20 },
    });
    try {
        // A receiver that is half written or unknown offers nothing.
        if (template.diagnostics.some((d) => d.severity === "error"))
            return [];
        return payloads.flatMap((payload) => {
            const { text } = template.renderPayload(payload, { timezone: setting.timezone, now: setting.now });
            return text.split(END).slice(0, -1);
        });
    }
    finally {
        template.free();
    }
}
const probe = (at, expression, payloads = at.payloads) => probeTemplate(at.source, at.offset, expression, at.setting, payloads);
const parsed = (texts) => texts.flatMap((text) => {
    try {
        return [JSON.parse(text)];
    }
    catch {
        return [];
    }
});
// ---------------------------------------------------------------- values
function withValues(found, call, offset, at, library) {
    const fn = library.find((one) => one.name === call.name || one.aliases.includes(call.name));
    const param = fn?.params[Math.min(call.argument, fn.params.length - 1)];
    if (!fn || !param)
        return found;
    if (param.kind === "key" && call.argument === 0) {
        const keys = keysOf(parsed(probe(at, `{{ ${call.receiver}.toJson() }}`)));
        return offer(found, call, offset, keys);
    }
    if (!compares(fn.name))
        return found;
    const key = fn.params[0]?.kind === "key" ? call.before[0] : null;
    const values = parsed(probe(at, `{{ ${call.receiver}${key ? `.pluck(${key})` : ""}.toJson() }}`));
    return offer(found, call, offset, counted(values));
}
/** Values with how often each is there, the most frequent first. */
function counted(values) {
    const counts = new Map();
    for (const value of values.flatMap((one) => (Array.isArray(one) ? one : [one]))) {
        if (value === null || typeof value === "object")
            continue;
        const text = String(value);
        if (text === "" || text.length > 200)
            continue;
        counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts]
        .sort((a, b) => b[1] - a[1])
        .slice(0, MAX_VALUES)
        .map(([text, count], i) => ({
        label: text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text,
        insert: text,
        kind: "argument",
        detail: `${count}×`,
        doc: null,
        sample: null,
        rank: 50 - i,
    }));
}
/** Keys of a list's items, nested ones with their dots. */
function keysOf(lists) {
    const counts = new Map();
    const walk = (value, path, depth) => {
        if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 6)
            return;
        for (const [key, child] of Object.entries(value)) {
            const name = path ? `${path}.${key}` : key;
            const known = counts.get(name);
            if (known)
                known.count++;
            else if (counts.size < MAX_PATHS)
                counts.set(name, { count: 1, sample: child });
            walk(child, name, depth + 1);
        }
    };
    for (const list of lists)
        for (const item of Array.isArray(list) ? list.slice(0, 60) : [list])
            walk(item, "", 0);
    return [...counts].map(([name, { sample }]) => ({
        label: name,
        insert: name,
        kind: "argument",
        detail: null,
        doc: null,
        sample: shown(sample),
        rank: name.includes(".") ? 0 : 10,
    }));
}
function offer(found, call, offset, items) {
    if (items.length === 0)
        return found;
    const quoted = items.map((item) => {
        const text = item.insert.replace(/[\\"]/g, "\\$&");
        return { ...item, insert: call.quoted ? text : `"${text}"` };
    });
    const known = new Set(quoted.map((item) => item.label));
    const from = Math.min(call.from, offset);
    const span = found?.span ?? { start: from, end: offset, byteStart: 0, byteEnd: 0, line: 0, column: 0 };
    return { span, items: [...quoted, ...(found?.items ?? []).filter((item) => !known.has(item.label))] };
}
const shown = (value) => {
    const text = JSON.stringify(value);
    return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};
// ---------------------------------------------------------------- functions
/** What people reach for first, by the kind of the value. */
const FAVOURITES = {
    array: [
        "where",
        "length",
        "first",
        "pluck",
        "joinFromObjectArray",
        "slice",
        "sortBy",
        "unique",
        "join",
        "groupBy",
        "last",
    ],
    text: [
        "default",
        "equals",
        "upperCase",
        "lowerCase",
        "capitalize",
        "replaceAll",
        "contains",
        "truncate",
        "equalsTakeOrDrop",
        "substringBefore",
    ],
    date: ["formatDateString", "relativeTime", "secondsSince", "toUnixSec", "addSeconds", "default"],
    number: [
        "round",
        "formatNumber",
        "greaterThan",
        "atLeast",
        "lessThan",
        "multiply",
        "humanizeDuration",
        "humanizeBytes",
        "default",
    ],
    boolean: ["equals", "default"],
    object: ["entries", "keys", "toJson", "pick", "length"],
};
function kindOf(value) {
    if (value === undefined || value === null)
        return null;
    if (Array.isArray(value))
        return "array";
    if (typeof value === "string")
        return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(value) ? "date" : "text";
    return typeof value;
}
function withResults(items, receiver, at, library) {
    const functions = items.filter((item) => item.kind === "function");
    if (functions.length === 0)
        return [...items];
    const [value] = parsed(probe(at, `{{ ${receiver}.toJson() }}`, [at.current]));
    const kind = kindOf(value);
    const favourites = (kind && FAVOURITES[kind]) || [];
    const byName = new Map(library.map((fn) => [fn.name, fn]));
    const plain = functions.filter((item) => byName.get(nameOf(item))?.params.every((param) => param.default !== null));
    const separator = "\u0002";
    const printed = probe(at, plain.map((item) => `{{ ${receiver}.${nameOf(item)}() }}${separator}`).join(""), [
        at.current,
    ])[0];
    const results = new Map(plain.map((item, i) => [item, printed?.split(separator)[i] ?? ""]));
    return items.map((item, i) => {
        if (item.kind !== "function")
            return { ...item, rank: 60 - i / 100 };
        const favourite = favourites.indexOf(nameOf(item));
        const result = results.get(item);
        const rank = favourite >= 0 ? 50 - favourite : -i / 100;
        if (!result)
            return { ...item, rank };
        const text = result.replace(/\s+/g, " ");
        return { ...item, rank, sample: `→ ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}` };
    });
}
// ---------------------------------------------------------------- paths
/** Keys at any depth, seen from the innermost section outward, and the engine's keys under their other names. */
function withPaths(items, sigil, at, dialect) {
    const out = [...items];
    const known = new Set(items.map((item) => item.label));
    const root = at.json();
    const isOpen = dialect === "itl" && openSectionsAt(at.source, at.offset, dialect).length > 0;
    const contexts = isOpen ? parsed(probe(at, "{{ .toJson() }}", [at.current])) : [];
    const inner = contexts.find((value) => typeof value === "object" && value !== null && !Array.isArray(value));
    const add = (path, value, insert, match, rank) => {
        const label = match ? `${path} ‹${match}›` : path;
        if (known.has(label) || out.length > MAX_PATHS)
            return;
        known.add(label);
        out.push({
            label: path,
            insert,
            kind: "key",
            detail: null,
            doc: null,
            sample: shown(value),
            rank,
            ...(match ? { match } : {}),
        });
    };
    const walk = (value, path, depth, rank) => {
        if (typeof value !== "object" || value === null || depth > 5)
            return;
        if (Array.isArray(value)) {
            const first = value.find((item) => typeof item === "object" && item !== null && !Array.isArray(item));
            if (first && path && sigil === "" && dialect === "itl")
                throughList(first, path, "", depth);
            return;
        }
        for (const [key, child] of Object.entries(value)) {
            if (!/^[\w-]+$/.test(key))
                continue;
            const name = path ? `${path}.${key}` : key;
            if (path)
                add(name, child, name, undefined, rank - depth);
            for (const other of otherNames(key))
                add(name, child, name, other, rank - depth - 5 - usualness(key));
            walk(child, name, depth + 1, rank);
        }
    };
    /** A value of all items, in one line. */
    const throughList = (item, list, path, depth) => {
        if (typeof item !== "object" || item === null || Array.isArray(item) || depth > 5)
            return;
        for (const [key, child] of Object.entries(item)) {
            if (!/^[\w-]+$/.test(key))
                continue;
            const name = path ? `${path}.${key}` : key;
            // ilert joins the values of a key, not of a path.
            if (path && at.setting.target === "ilert")
                return;
            const insert = `${list}.joinFromObjectArray("${name}", ", ")`;
            if (typeof child !== "object" || child === null) {
                add(`${list}[].${name}`, child, insert, undefined, -30 - depth);
                for (const other of otherNames(key))
                    add(`${list}[].${name}`, child, insert, other, -40 - depth - usualness(key));
            }
            else
                throughList(child, list, name, depth + 1);
        }
    };
    if (inner !== undefined)
        walk(inner, "", 0, 20);
    walk(root, "", 0, inner === undefined ? 20 : 0);
    return out.map((item, i) => ({ rank: 40 - i / 100, ...item }));
}
