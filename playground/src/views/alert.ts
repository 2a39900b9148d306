import type { Printed } from "@itl/editor";
import type { App } from "../app.js";
import type { Goals } from "../components/message-panel.js";
import { h } from "../dom.js";

/** The fields of an alert source, by the names that templates have for them. */
const FIELDS: readonly { id: string; label: string; names: RegExp; note?: string }[] = [
  {
    id: "summary",
    label: "Summary",
    names: /^(summary|title|subject|headline)/i,
    note: "one line, in lists, pushes and calls",
  },
  { id: "details", label: "Details", names: /^(details?|description|body|text)/i },
  { id: "key", label: "Alert key", names: /key|dedup|fingerprint/i, note: "events with the same key are one alert" },
  { id: "routing", label: "Routing key", names: /^routing/i },
  { id: "services", label: "Services", names: /^services?/i },
  { id: "links", label: "Link addresses", names: /^links?(-?urls?)?$/i },
  { id: "link-texts", label: "Link texts", names: /^link-?texts?$/i },
  { id: "priority", label: "Priority", names: /^(priority|urgency)/i, note: "the source maps values to priorities" },
  { id: "severity", label: "Severity", names: /^severity/i, note: "the source maps values to severities" },
];

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
      h(
        "pre",
        { class: "alert-details", tabindex: "0", role: "region", "aria-label": "Details" },
        value("details") || "No details",
      ),
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
  const errors = one.result.diagnostics.filter((d) => d.severity === "error").length;
  const lines = field.id === "summary" && text.includes("\n");
  return h(
    "div",
    {},
    h("span", { class: "alert-value" }, text.length > 160 ? `${text.slice(0, 160)}…` : text || h("i", {}, "empty")),
    h("span", { class: "note" }, ` ${[...one.text].length} characters`),
    lines ? h("span", { class: "note bad" }, " a summary is one line") : null,
    errors ? h("span", { class: "note bad" }, ` ${errors} ${errors === 1 ? "error" : "errors"}`) : null,
  );
}
