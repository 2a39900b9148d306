import type { Diagnostic, Explanation } from "itl-wasm";
import { h } from "./dom.js";

/** What the list can do. */
export interface ProblemActions {
  go: (d: Diagnostic) => void;
  fix: (d: Diagnostic) => void;
  explain: (code: string) => Promise<Explanation | null>;
}

/** The check's findings, and of the render's those that say something new about their tag. */
export function mergeProblems(checked: readonly Diagnostic[], rendered: readonly Diagnostic[]): Diagnostic[] {
  const out = [...checked];
  for (const d of rendered) {
    const known = checked.some(
      (c) =>
        c.partial === d.partial &&
        (c.code === d.code ? c.span.start === d.span.start : c.span.start < d.span.end && c.span.end > d.span.start),
    );
    if (!known) out.push(d);
  }
  return out.sort((a, b) => a.span.start - b.span.start);
}

/** The engine's words, with what stands between backticks as code. */
const prose = (text: string): (string | HTMLElement)[] =>
  text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? h("code", {}, part) : part));

/** What the list says now. */
let drawn = "";

/** The list below the template. */
export function drawProblems(
  parent: HTMLElement,
  problems: readonly Diagnostic[],
  { go, fix, explain }: ProblemActions,
): void {
  const most = 50;
  // The list is drawn after each render; what is open in it stays open while it says the same.
  const key = JSON.stringify(problems.map((d) => [d.code, d.message, d.help, d.span.start, d.suggestion]));
  if (drawn === key && parent.childElementCount > 0) return;
  drawn = key;
  if (problems.length === 0) {
    parent.replaceChildren(h("p", { class: "fine" }, h("span", { "aria-hidden": "true" }, "✓ "), "No problems"));
    return;
  }
  parent.replaceChildren(
    h(
      "ul",
      {},
      ...problems
        .slice(0, most)
        .map((d) =>
          h(
            "li",
            { class: `problem ${d.severity}` },
            h(
              "button",
              { type: "button", class: "problem-text", onclick: () => go(d) },
              h("span", { class: "badge" }, d.severity === "error" ? "Error" : "Warning"),
              h(
                "span",
                { class: "what" },
                ...prose(d.message),
                d.help ? h("span", { class: "help" }, " — ", ...prose(d.help)) : null,
              ),
              h("span", { class: "where" }, `${d.span.line}:${d.span.column}`),
            ),
            h(
              "button",
              {
                type: "button",
                class: "code-button",
                "aria-expanded": "false",
                "aria-label": `What ${d.code} means`,
                onclick: (event: Event) => void tell(event.currentTarget as HTMLElement, d.code, explain),
              },
              d.code,
            ),
            d.suggestion
              ? h(
                  "button",
                  {
                    type: "button",
                    class: "button small fix",
                    onclick: () => fix(d),
                    "aria-label": `Fix: ${d.message}`,
                  },
                  "Fix",
                )
              : null,
          ),
        ),
    ),
    problems.length > most ? h("p", { class: "note" }, `and ${problems.length - most} more`) : "",
  );
}

/** Opens or closes what a code means, below its problem. */
async function tell(button: HTMLElement, code: string, explain: ProblemActions["explain"]): Promise<void> {
  const row = button.closest("li");
  const open = row?.nextElementSibling;
  if (open?.classList.contains("explanation")) {
    open.remove();
    button.setAttribute("aria-expanded", "false");
    return;
  }
  const found = await explain(code);
  if (!found) return;
  row?.after(
    h(
      "li",
      { class: "explanation" },
      h("b", {}, found.title),
      ...found.text.split("\n").map((line) => h("p", {}, ...prose(line))),
      found.example ? h("pre", {}, found.example) : null,
    ),
  );
  button.setAttribute("aria-expanded", "true");
}
