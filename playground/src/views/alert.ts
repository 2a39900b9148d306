import type { Printed } from "@itl/editor";
import type { App } from "../app.js";
import type { Goals } from "../components/message-panel.js";
import { h } from "../dom.js";

/** The fields of an alert source, by the names that templates have for them, with their limits in characters. */
const FIELDS: readonly { id: string; label: string; names: RegExp; limit?: number; note?: string }[] = [
  {
    id: "summary",
    label: "Summary",
    names: /^(summary|title|subject|headline)/i,
    limit: 200,
    note: "one line, in lists, pushes and calls",
  },
  { id: "details", label: "Details", names: /^(details?|description|body|text)/i, limit: 10_000 },
  { id: "key", label: "Alert key", names: /key|dedup|fingerprint/i, limit: 255 },
  { id: "routing", label: "Routing key", names: /^routing/i },
  { id: "services", label: "Services", names: /^services?/i },
  { id: "links", label: "Links", names: /^links?/i },
  { id: "priority", label: "Priority", names: /^(priority|urgency)/i, note: "mapped to HIGH or LOW" },
  { id: "severity", label: "Severity", names: /^severity/i, note: "mapped to 1 to 5" },
  { id: "images", label: "Images", names: /^(image|picture)/i },
];

/** Values that an alert source maps to its own. */
const MAPPED: Record<string, (value: string) => string | null> = {
  priority: (value) =>
    /^(high|critical|urgent|p1|1|disaster)$/i.test(value)
      ? "HIGH"
      : /^(low|info|warning|p[2-5]|minor)$/i.test(value)
        ? "LOW"
        : null,
  severity: (value) => /^[1-5]$/.exec(value)?.[0] ?? null,
};

/** The alert as a whole: each field with the template that fills it, and the alert that results. */
export function alertView(app: App, _goals: Goals): HTMLElement {
  const { printed, work } = app.state;
  const used = new Set<string>();
  const rows = FIELDS.map((field) => {
    const index = work.docs.findIndex(
      (doc) => !doc.partial && !used.has(doc.name) && field.names.test(doc.name) && !/\.json$/.test(doc.name),
    );
    const doc = work.docs[index];
    if (doc) used.add(doc.name);
    const one = printed.find((p) => p.doc === index);
    return { field, index, doc, one };
  });
  const value = (id: string): string => rows.find((row) => row.field.id === id)?.one?.text.trim() ?? "";
  return h(
    "div",
    { class: "alert-view" },
    h(
      "div",
      { class: "incident" },
      h(
        "div",
        { class: "incident-row" },
        h("span", { class: "pill red" }, "Pending"),
        h("span", { class: "incident-title" }, value("summary") || "No summary"),
      ),
      h("pre", { class: "alert-details" }, value("details") || "No details"),
      h(
        "p",
        { class: "note" },
        "Key ",
        h("code", {}, value("key") || "none"),
        value("routing") ? " · routed by " : "",
        value("routing") ? h("code", {}, value("routing")) : null,
      ),
    ),
    h("p", { class: "note" }, "A template fills the field whose name it has; add one with +, such as “priority”."),
    h(
      "table",
      { class: "sheet alert-fields" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Field"),
          h("th", { scope: "col" }, "Template"),
          h("th", { scope: "col" }, "With this event"),
        ),
      ),
      h(
        "tbody",
        {},
        ...rows.map(({ field, index, doc, one }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, field.label, field.note ? h("div", { class: "note" }, field.note) : null),
            h(
              "td",
              {},
              doc
                ? h("button", { type: "button", class: "chip", onclick: () => app.openDoc(index) }, doc.name)
                : h("span", { class: "note" }, "none"),
            ),
            h("td", {}, one ? fieldValue(field, one) : ""),
          ),
        ),
      ),
    ),
  );
}

function fieldValue(field: (typeof FIELDS)[number], one: Printed): HTMLElement {
  const text = one.text.trim();
  const length = [...one.text].length;
  const over = field.limit !== undefined && length > field.limit;
  const mapped = MAPPED[field.id]?.(text);
  const errors = one.result.diagnostics.filter((d) => d.severity === "error").length;
  return h(
    "div",
    {},
    h("span", { class: "alert-value" }, text.length > 160 ? `${text.slice(0, 160)}…` : text || "empty"),
    h("span", { class: over ? "note bad" : "note" }, field.limit ? ` ${length} of ${field.limit} characters` : ""),
    mapped === null && text !== ""
      ? h("span", { class: "note bad" }, " no value of the field; the source's mapping decides")
      : null,
    mapped ? h("span", { class: "note" }, ` → ${mapped}`) : null,
    errors ? h("span", { class: "note bad" }, ` ${errors} ${errors === 1 ? "error" : "errors"}`) : null,
  );
}
