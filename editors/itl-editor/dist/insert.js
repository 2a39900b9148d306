import { h } from "./dom.js";
import { otherNames } from "./engine/synonyms.js";
import { listFacts, listForm, valueShapes } from "./shapes.js";
const PLAIN_KEY = /^[^\s.[\](){}"',|\\#^/!><$=&@][^\s.[\](){}"',|\\]*$/;
/** Keys as a path: `labels.host`, `labels["app.kubernetes.io/name"]`. */
export function pathText(keys) {
    if (keys.length === 0)
        return ".";
    return keys
        .map((key, i) => PLAIN_KEY.test(key) && !key.includes("##")
        ? i
            ? `.${key}`
            : key
        : i === 0
            ? escapeKey(key)
            : `["${key.replace(/(["\\])/g, "\\$1")}"]`)
        .join("");
}
const escapeKey = (key) => key.replace(/[\s.[\](){}"',|\\]/g, "\\$&").replace(/^[#^/!><$=&]/, "\\$&");
/** The keys between one loop and the next. */
function segmentsOf(steps) {
    const segments = [[]];
    for (const step of steps) {
        if ("each" in step)
            segments.push([]);
        else
            segments.at(-1).push(step.key);
    }
    return segments;
}
/** How many of a place's loops are open at the cursor. */
function sharedLoops(segments, open) {
    let shared = 0;
    for (const name of open) {
        if (shared < segments.length - 1 && name === pathText(segments[shared]))
            shared++;
    }
    return shared;
}
/**
 * What to write for a place: the tag, with a loop around it for each array on the way that is not
 * looped over at the cursor already (`open` names the open sections, outermost first).
 */
export function tagFor(steps, open, isArray) {
    const segments = segmentsOf(steps);
    const from = sharedLoops(segments, open);
    const loops = segments.slice(from, -1).map(pathText);
    const leaf = pathText(segments.at(-1));
    const before = loops.map((path) => `{{ #${path} }}`).join("");
    const after = loops
        .toReversed()
        .map((path) => `{{ /${path} }}`)
        .join("");
    if (isArray) {
        const start = `${before}{{ #${leaf} }}\n`;
        return { text: `${start}\n{{ /${leaf} }}${after}`, cursor: start.length };
    }
    const text = `${before}{{ ${leaf} }}`;
    return { text: text + after, cursor: text.length };
}
const kindOf = (value) => value === null
    ? "null"
    : Array.isArray(value)
        ? "list"
        : typeof value === "object"
            ? "object"
            : typeof value === "string"
                ? "text"
                : typeof value === "boolean"
                    ? "yes/no"
                    : "number";
const sampleOf = (value) => {
    if (Array.isArray(value))
        return `${value.length} ${value.length === 1 ? "item" : "items"}`;
    if (typeof value === "object" && value !== null)
        return `${Object.keys(value).length} keys`;
    const text = String(value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
/** All places of a payload, in its order. Of a list the keys of all items are gathered. */
export function places(payload, most = 3_000) {
    const out = [];
    const walk = (value, steps, name, depth) => {
        if (out.length >= most || depth > 40)
            return;
        const entries = childrenOf(value);
        if (name !== "")
            out.push({ steps, name, value, depth, children: entries.length });
        for (const [step, childName, child] of entries)
            walk(child, [...steps, ...step], childName, name === "" ? depth : depth + 1);
    };
    walk(payload, [], "", 0);
    return out;
}
function childrenOf(value) {
    if (Array.isArray(value)) {
        const objects = value.filter((item) => typeof item === "object" && item !== null && !Array.isArray(item));
        if (objects.length === 0)
            return value.length ? [[[{ each: true }], "each item", value[0]]] : [];
        const merged = new Map();
        for (const item of objects.slice(0, 50)) {
            for (const [key, child] of Object.entries(item))
                if (!merged.has(key) || merged.get(key) === null || merged.get(key) === "")
                    merged.set(key, child);
        }
        return [...merged].map(([key, child]) => [[{ each: true }, { key }], key, child]);
    }
    if (typeof value === "object" && value !== null)
        return Object.entries(value).map(([key, child]) => [[{ key }], key, child]);
    return [];
}
/** The event as a tree with search, from which values and lists are put into the template. */
export function insertTree(parent, options) {
    const { payload, open, target = "full", choose, close } = options;
    const all = places(payload);
    const closed = new Set(all.filter((place) => place.children > 0 && place.depth >= 1));
    const pick = (place) => {
        const { text, cursor } = tagFor(place.steps, open, Array.isArray(place.value));
        close();
        choose(text, cursor);
    };
    const pickCall = (place, call) => {
        const { text, cursor } = tagFor(place.steps, open, false);
        const at = text.lastIndexOf(" }}", cursor);
        close();
        choose(text.slice(0, at) + call + text.slice(at), cursor + call.length);
    };
    const body = h("div", { class: "insert-body" });
    /** The form of a list, in place of the tree. */
    const shapes = (place) => {
        const { text } = tagFor(place.steps, open, false);
        const path = /\{\{ ([^#/].*?) \}\}/.exec(text)?.[1] ?? "";
        const [before, after] = text.split(`{{ ${path} }}`);
        const items = Array.isArray(place.value) ? place.value : [];
        const facts = listFacts(path, items);
        const wrap = (inner) => before + inner + after;
        body.replaceChildren(h("button", { type: "button", class: "button small", onclick: () => (body.replaceChildren(...tops), search.focus()) }, "‹ All values"), h("h3", { class: "part" }, place.name, " ", h("span", { class: "sub" }, `${items.length} ${items.length === 1 ? "item" : "items"}`)), listForm(facts, items.length, target, (inner) => options.print?.(wrap(inner)) ?? Promise.resolve(""), (inner, cursor) => {
            close();
            choose(wrap(inner), before.length + cursor);
        }));
        body.querySelector("select, input")?.focus();
    };
    const tree = h("ul", { class: "tree", role: "tree", "aria-label": "Values of the event" });
    let words = [];
    let current = all[0];
    const visible = () => {
        if (words.length) {
            const rank = (place) => {
                const name = place.name.toLowerCase();
                const path = place.steps
                    .map((s) => ("key" in s ? s.key : ""))
                    .join(".")
                    .toLowerCase();
                const value = typeof place.value === "object" ? "" : String(place.value).toLowerCase();
                const has = (text) => words.every((word) => text.includes(word));
                const others = place.steps.flatMap((s) => ("key" in s ? otherNames(s.key) : [])).join(" ");
                return name === words.join(" ")
                    ? 0
                    : has(name)
                        ? 1
                        : has(path)
                            ? 2
                            : has(`${path} ${value}`)
                                ? 3
                                : has(`${path} ${others}`)
                                    ? 4
                                    : 5;
            };
            // In a loop the item's own values are the ones meant.
            const near = (place) => sharedLoops(segmentsOf(place.steps), open);
            return all
                .map((place) => ({ place, rank: rank(place), near: near(place) }))
                .filter((r) => r.rank < 5)
                .sort((a, b) => a.rank - b.rank || b.near - a.near)
                .map((r) => r.place);
        }
        const out = [];
        let hiddenBelow = Infinity;
        for (const place of all) {
            if (place.depth > hiddenBelow)
                continue;
            hiddenBelow = closed.has(place) ? place.depth : Infinity;
            out.push(place);
        }
        return out;
    };
    const draw = (focus = false) => {
        const rows = visible().slice(0, 500);
        if (!current || !rows.includes(current))
            current = rows[0];
        tree.replaceChildren(...rows.map((place) => {
            const branch = place.children > 0 && !words.length;
            const path = place.steps
                .map((s) => ("key" in s ? s.key : "[]"))
                .join(".")
                .replace(/\.\[\]/g, "[]");
            const item = h("li", {
                role: "treeitem",
                "aria-level": String(words.length ? 1 : place.depth + 1),
                "aria-expanded": branch ? String(!closed.has(place)) : undefined,
                "aria-selected": String(place === current),
                tabindex: place === current ? "0" : "-1",
                onclick: (e) => {
                    current = place;
                    if (branch && e.target.closest(".twist, .tree-object"))
                        toggle(place);
                    else
                        pick(place);
                },
            }, h("span", { class: "twist", "aria-hidden": "true" }, branch ? (closed.has(place) ? "▸" : "▾") : ""), h("span", {
                class: typeof place.value === "object" && place.value !== null && !Array.isArray(place.value)
                    ? "tree-name tree-object"
                    : "tree-name",
            }, words.length ? path : place.name), h("span", { class: `kind ${Array.isArray(place.value) ? "loop" : ""}` }, Array.isArray(place.value) ? "list · insert a loop" : kindOf(place.value)), ...(Array.isArray(place.value)
                ? [shapeButton("shapes…", `Shapes of ${place.name}`, () => shapes(place))]
                : valueShapes(place.value, target).map(({ label, call }) => shapeButton(label, `${place.name} as ${label}`, () => pickCall(place, call)))), h("span", { class: "sample" }, sampleOf(place.value)));
            item.style.setProperty("--depth", String(words.length ? 0 : place.depth));
            if (place === current && focus)
                queueMicrotask(() => item.focus());
            return item;
        }));
        if (rows.length === 0)
            tree.append(h("li", { role: "treeitem", class: "note" }, words.length ? "Nothing in the event is called that." : "The event is empty. Paste its JSON on the left."));
    };
    const toggle = (place, focus = true) => {
        if (closed.has(place))
            closed.delete(place);
        else
            closed.add(place);
        draw(focus);
    };
    tree.addEventListener("keydown", (event) => {
        const rows = visible();
        const at = current ? rows.indexOf(current) : 0;
        const go = (place) => {
            if (place) {
                current = place;
                draw(true);
            }
        };
        switch (event.key) {
            case "ArrowDown":
                go(rows[at + 1]);
                break;
            case "ArrowUp":
                if (at === 0)
                    search.focus();
                else
                    go(rows[at - 1]);
                break;
            case "Home":
                go(rows[0]);
                break;
            case "End":
                go(rows.at(-1));
                break;
            case "ArrowRight":
                if (current && closed.has(current))
                    toggle(current);
                else if (current?.children)
                    go(rows[at + 1]);
                break;
            case "ArrowLeft":
                if (current?.children && !closed.has(current) && !words.length)
                    toggle(current);
                else
                    go(rows.slice(0, at).findLast((place) => place.depth < (current?.depth ?? 0)));
                break;
            case "Enter":
            case " ":
                if (current)
                    pick(current);
                break;
            default:
                return;
        }
        event.preventDefault();
    });
    const search = h("input", {
        type: "search",
        placeholder: "Search names and values",
        "aria-label": "Search the event",
        autofocus: true,
        oninput: () => {
            words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
            draw();
        },
        onkeydown: (event) => {
            if (event.key === "ArrowDown") {
                event.preventDefault();
                draw(true);
            }
            else if (event.key === "Enter") {
                event.preventDefault();
                const first = visible()[0];
                if (first)
                    pick(first);
            }
        },
    });
    const inLoop = open.length
        ? h("p", { class: "note" }, "Inside ", h("code", {}, open.join(" › ")), ": values of its items are written without the loop's own path.")
        : null;
    const tops = [
        h("p", { class: "note" }, "A value is written at the cursor. A list is written as a loop, or in a shape of your choice."),
        search,
        ...(inLoop ? [inLoop] : []),
        tree,
    ];
    body.append(...tops);
    parent.replaceChildren(body);
    draw();
}
const shapeButton = (label, words, onclick) => h("button", {
    type: "button",
    class: "chip shape-chip",
    "aria-label": words,
    onclick: (event) => {
        event.stopPropagation();
        onclick();
    },
    onkeydown: (event) => event.stopPropagation(),
}, label);
