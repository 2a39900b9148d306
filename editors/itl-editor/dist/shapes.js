// Ready shapes of what a list or a value becomes in a message, and the form in which they are chosen.
import { h } from "./dom.js";
const quote = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;
/** The template text of a shape, and where the cursor goes in it. */
export function listShape(shape, target = "full") {
    const { path, key, value, max, as, field } = shape;
    const some = key ? `${path}.where(${quote(key)}, ${quote(value)})` : path;
    if (as === "count") {
        const text = `{{ ${some}.length() }}`;
        return { text, cursor: text.length };
    }
    const first = max === null ? some : `${some}.slice(0, ${max})`;
    const more = max === null ? "" : `${some}.slice(${max}).length()`;
    if (as === "joined") {
        const joined = field === "."
            ? `{{ ${first}.join(", ") }}`
            : target === "ilert"
                ? `{{ ${first}.joinFromObjectArray(${quote(field)},", ") }}`
                : `{{ ${first}.pluck(${quote(field)}).join(", ") }}`;
        const rest = more ? `{{ #${more}.greaterThan(0) }} and {{ ${more} }} more{{ /${path} }}` : "";
        return { text: joined + rest, cursor: joined.length + rest.length };
    }
    const head = `{{ #${first} }}\n- {{ ${field} }}`;
    const rest = more ? `{{ #${more}.greaterThan(0) }}\nand {{ ${more} }} more\n{{ /${path} }}\n` : "";
    return { text: `${head}\n{{ /${path} }}\n${rest}`, cursor: head.length };
}
/** The shapes of a single value. */
export function valueShapes(value, target) {
    if (typeof value === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) {
        return [
            { label: "date", call: '.formatDateString("M")' },
            ...(target === "full" ? [{ label: "how long ago", call: ".relativeTime()" }] : []),
        ];
    }
    if (typeof value === "number" && !Number.isInteger(value) && target === "full")
        return [{ label: "rounded", call: ".round(2)" }];
    return [];
}
const MAX_KEYS = 60;
const MAX_VALUES = 30;
/** Looks through the items of a list. */
export function listFacts(path, items) {
    const keys = new Map();
    let scalars = false;
    const walk = (value, at, depth) => {
        if (value === null || typeof value !== "object") {
            if (at === "")
                scalars = true;
            else if (keys.size < MAX_KEYS || keys.has(at)) {
                const counts = keys.get(at) ?? new Map();
                keys.set(at, counts.set(String(value ?? ""), (counts.get(String(value ?? "")) ?? 0) + 1));
            }
            return;
        }
        if (Array.isArray(value) || depth > 4)
            return;
        for (const [key, child] of Object.entries(value)) {
            if (/^[\w@-]+$/.test(key))
                walk(child, at ? `${at}.${key}` : key, depth + 1);
        }
    };
    for (const item of items.slice(0, 200))
        walk(item, "", 0);
    return {
        path,
        keys: [...keys].map(([key, counts]) => ({
            key,
            values: [...counts].sort((a, b) => b[1] - a[1]).slice(0, MAX_VALUES),
        })),
        fields: [...(scalars || keys.size === 0 ? ["."] : []), ...keys.keys()],
    };
}
/** How well a key serves as a condition: the few words that repeat, such as a status. */
const conditionRank = ({ key, values }, items) => (/status|state|severity|level|priority/i.test(key) ? -10 : 0) +
    (values.length > 1 && values.length < Math.max(3, items / 2) ? -5 : 0) +
    (values.length > 8 ? 5 : 0);
const fieldRank = (field) => {
    const order = ["summary", "title", "name", "instance", "host", "message", "description"];
    const found = order.indexOf(field.split(".").at(-1).toLowerCase());
    return found < 0 ? order.length : found;
};
/** The form for a list. `show` is called with each change, `done` with the choice. */
export function listForm(facts, count, target, show, done) {
    const shape = {
        path: facts.path,
        key: "",
        value: "",
        max: null,
        as: "lines",
        field: facts.fields.toSorted((a, b) => fieldRank(a) - fieldRank(b))[0] ?? ".",
    };
    const limited = target === "ilert";
    const keys = facts.keys.toSorted((a, b) => conditionRank(a, count) - conditionRank(b, count));
    const code = h("pre", { class: "shape-code", tabindex: "0", "aria-label": "Template text" });
    const result = h("pre", {
        class: "shape-result",
        tabindex: "0",
        "aria-label": "What it prints",
        "aria-live": "polite",
    });
    let asked = 0;
    const draw = () => {
        const { text } = listShape(shape, target);
        code.textContent = text.trimEnd();
        const mine = ++asked;
        void show(text).then((printed) => {
            if (mine === asked)
                result.textContent = printed.trimEnd() || "Nothing is printed with this event.";
        });
    };
    const set = (patch) => {
        Object.assign(shape, patch);
        // ilert joins the values of a key, not of a path.
        joined.disabled = limited && shape.field.includes(".");
        if (joined.disabled && shape.as === "joined")
            as.value = shape.as = "lines";
        draw();
    };
    const values = h("select", { "aria-label": "Value", onchange: () => set({ value: values.value }) });
    const condition = h("select", {
        "aria-label": "Only where",
        disabled: limited,
        onchange: () => {
            const [key, value] = JSON.parse(condition.value || '["",""]');
            set({ key, value });
        },
    }, h("option", { value: "" }, "all items"), ...keys
        .filter(({ values: all }) => all.length <= 12)
        .map(({ key, values: all }) => h("optgroup", { label: key }, ...all.map(([value, n]) => h("option", { value: JSON.stringify([key, value]) }, `${key} is ${value || "empty"} · ${n}`)))));
    const max = h("input", {
        type: "number",
        min: "1",
        step: "1",
        placeholder: "all",
        disabled: limited,
        "aria-label": "At most",
        oninput: () => set({ max: Number.isSafeInteger(max.valueAsNumber) && max.valueAsNumber > 0 ? max.valueAsNumber : null }),
    });
    const field = h("select", { "aria-label": "Of each item", onchange: () => set({ field: field.value }) }, ...facts.fields.map((one) => h("option", { value: one, selected: one === shape.field }, one === "." ? "the item itself" : one)));
    const joined = h("option", { value: "joined" }, "joined with commas");
    const as = h("select", { "aria-label": "Written as", onchange: () => set({ as: as.value }) }, h("option", { value: "lines" }, "a line for each"), joined, h("option", { value: "count", disabled: limited }, "only how many"));
    set({});
    return h("div", { class: "shape" }, h("label", { class: "field" }, h("span", {}, "Only where"), condition), h("label", { class: "field" }, h("span", {}, "At most"), max, h("span", {}, "and how many more")), h("label", { class: "field" }, h("span", {}, "Written as"), as), h("label", { class: "field" }, h("span", {}, "Of each"), field), limited ? h("p", { class: "note" }, "ilert itself has no conditions, cuts or counts of lists.") : null, code, result, h("button", {
        type: "button",
        class: "button primary shape-insert",
        onclick: () => {
            const { text, cursor } = listShape(shape, target);
            done(text, cursor);
        },
    }, "Insert"));
}
