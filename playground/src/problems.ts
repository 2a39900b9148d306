import type { Diagnostic } from "itl-wasm";
import { h } from "./dom.js";

/** The check's findings, and of the render's those that say something new about their tag. */
export function mergeProblems(checked: readonly Diagnostic[], rendered: readonly Diagnostic[]): Diagnostic[] {
  const out = [...checked];
  for (const d of rendered) {
    const known = checked.some((c) => c.partial === d.partial && (c.code === d.code ? c.span.start === d.span.start : c.span.start < d.span.end && c.span.end > d.span.start));
    if (!known) out.push(d);
  }
  return out.sort((a, b) => a.span.start - b.span.start);
}

/** The list below the template. */
export function drawProblems(parent: HTMLElement, problems: readonly Diagnostic[], go: (d: Diagnostic) => void, fix: (d: Diagnostic) => void): void {
  const most = 50;
  if (problems.length === 0) {
    parent.replaceChildren(h("p", { class: "fine" }, h("span", { "aria-hidden": "true" }, "✓ "), "No problems"));
    return;
  }
  parent.replaceChildren(
    h(
      "ul",
      {},
      ...problems.slice(0, most).map((d) =>
        h(
          "li",
          { class: `problem ${d.severity}` },
          h(
            "button",
            { type: "button", class: "problem-text", onclick: () => go(d) },
            h("span", { class: "badge" }, d.severity === "error" ? "Error" : "Warning"),
            h("span", { class: "what" }, d.message, d.help ? h("span", { class: "help" }, ` — ${d.help}`) : null),
            h("span", { class: "where" }, `${d.partial ? `${d.partial} ` : ""}${d.span.line}:${d.span.column} · ${d.code}`),
          ),
          d.suggestion ? h("button", { type: "button", class: "button small fix", onclick: () => fix(d), "aria-label": `Fix: ${d.message}` }, "Fix") : null,
        ),
      ),
    ),
    problems.length > most ? h("p", { class: "note" }, `and ${problems.length - most} more`) : "",
  );
}
