import type { Printed } from "@itl/editor";
import { type Alert, alertOf, CARRIERS, type PrintedSource } from "../alert.js";
import type { App } from "../app.js";
import type { Goals } from "../components/message-panel.js";
import { copy } from "../components/toast.js";
import { h } from "../dom.js";
import type { Mapping } from "../workspace.js";

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
    const all = printed.filter((p) => p.doc === index);
    const one = all.find((p) => p.event === work.event);
    return { field, index, doc, one, values: [...new Set(all.map((p) => p.text.trim()))].filter(Boolean) };
  });
  const text = (id: string): string | undefined => rows.find((row) => row.field.id === id)?.one?.text;
  const alert = alertOf(printedSource(text, work.mappings));
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
        h("span", { class: "incident-title" }, alert.summary ?? "No summary"),
      ),
      h(
        "pre",
        { class: "alert-details", tabindex: "0", role: "region", "aria-label": "Details" },
        alert.details ?? "No details",
      ),
      h(
        "p",
        { class: "note" },
        "Key ",
        h("code", {}, alert.alertKey ?? "none"),
        alert.routingKey ? " · routed by " : "",
        alert.routingKey ? h("code", {}, alert.routingKey) : null,
        alert.services
          ? ` · ${alert.services.length === 1 ? "service" : "services"} ${alert.services.join(" · ")}`
          : "",
      ),
    ),
    h(
      "div",
      { class: "row" },
      h(
        "p",
        { class: "note grow" },
        "A template fills the field whose name it has; add one with +, such as “priority”.",
      ),
      h(
        "button",
        {
          type: "button",
          class: "button small",
          id: "copy-source",
          onclick: () =>
            void copy(
              JSON.stringify(
                toSource(
                  rows.flatMap(({ field, doc }) => (doc ? [[field.id, doc.text] as const] : [])),
                  work.mappings,
                ),
                null,
                2,
              ),
              "The alert source's templates are on the clipboard.",
            ),
        },
        "Copy as alert source",
      ),
    ),
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
        ...rows.map(({ field, index, doc, one, values }) =>
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
            h(
              "td",
              {},
              one ? fieldValue(field, one) : "",
              isMapped(field.id) && doc
                ? mappings(app, field.id, one?.text.trim() ?? "", alert[field.id], values)
                : null,
            ),
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

const isMapped = (id: string): id is Mapping["field"] => id === "priority" || id === "severity";

/** The mappings of a field: which printed value becomes which of the alert. */
function mappings(
  app: App,
  field: Mapping["field"],
  printed: string,
  mapped: Alert["priority"] | Alert["severity"],
  values: readonly string[],
): HTMLElement {
  const all = app.work.mappings;
  const own = all.filter((one) => one.field === field);
  const found = mapped !== undefined;
  const value = h("input", {
    type: "text",
    list: `values-of-${field}`,
    placeholder: "printed value",
    "aria-label": `Value of ${field}`,
    value: found ? "" : printed,
  });
  const to =
    field === "priority"
      ? h(
          "select",
          { "aria-label": "Becomes" },
          h("option", { value: "HIGH" }, "HIGH"),
          h("option", { value: "LOW" }, "LOW"),
        )
      : h("input", { type: "text", placeholder: "severity", "aria-label": "Becomes", size: 8 });
  return h(
    "div",
    { class: "mappings" },
    printed === ""
      ? null
      : h(
          "p",
          { class: found ? "verdict small good" : "verdict small soft" },
          found ? `becomes ${mapped}` : "no mapping: the source's own default",
        ),
    ...own.map((one) =>
      h(
        "span",
        { class: "chip mapping" },
        `${one.value} → ${one.to} `,
        h(
          "button",
          {
            type: "button",
            class: "remove",
            "aria-label": `Remove ${one.value}`,
            onclick: () => app.edit({ mappings: all.filter((other) => other !== one) }),
          },
          "×",
        ),
      ),
    ),
    h(
      "form",
      {
        class: "row",
        onsubmit: (event: Event) => {
          event.preventDefault();
          if (value.value === "" || to.value === "") return;
          const left = all.filter((one) => one.field !== field || one.value !== value.value);
          app.edit({ mappings: [...left, { field, value: value.value, to: to.value }] });
        },
      },
      value,
      h("datalist", { id: `values-of-${field}` }, ...values.map((one) => h("option", { value: one }))),
      h("span", { "aria-hidden": "true" }, "→"),
      to,
      h("button", { type: "submit", class: "button small" }, "Map"),
    ),
  );
}

/** What the templates print, as fields of an alert source. */
function printedSource(text: (id: string) => string | undefined, all: readonly Mapping[]): PrintedSource {
  const mapped = <V>(field: Mapping["field"], read: (to: string) => V) => {
    const value = text(field);
    const own = all.filter((one) => one.field === field).map((one) => [one.value, read(one.to)] as const);
    return value === undefined ? undefined : { value, mappings: own };
  };
  const [href, services] = [text("links"), text("services")];
  return {
    summary: text("summary"),
    details: text("details"),
    key: text("key"),
    routing: text("routing"),
    links: href === undefined ? [] : [{ text: text("link-texts"), fixedText: "Link", href }],
    priority: mapped("priority", (to) => to),
    severity: mapped("severity", Number),
    services: services === undefined ? [] : [services],
  };
}

/** The templates in the form in which ilert keeps an alert source's. */
export function toSource(
  docs: readonly (readonly [field: string, text: string])[],
  all: readonly Mapping[],
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const links = new Map(docs.filter(([field]) => field.startsWith("link")));
  for (const [field, text] of docs) {
    const template = { textTemplate: text.replace(/\n$/, "") };
    if (field === "services") out[CARRIERS.services] = [template];
    else if (isMapped(field)) {
      const to = (one: Mapping) => (field === "severity" ? Number(one.to) : one.to);
      const own = all.filter((one) => one.field === field).map((one) => ({ value: one.value, [field]: to(one) }));
      out[CARRIERS[field]] = { valueTemplate: template, mappings: own };
    } else if (field === "summary" || field === "details" || field === "key" || field === "routing")
      out[CARRIERS[field]] = template;
  }
  if (links.size > 0) {
    const [href, words] = [links.get("links") ?? "", links.get("link-texts")];
    const own = words === undefined ? {} : { linkTextTemplate: { textTemplate: words.trim() } };
    out[CARRIERS.links] = [{ text: "Link", ...own, hrefTemplate: { textTemplate: href.trim() } }];
  }
  return out;
}
