import type { Diagnostic, Explanation } from "itl-wasm";
import { h } from "./dom.js";

/** A diagnostic as the list shows it. */
export interface Problem extends Diagnostic {
  /** Words after the message, such as in how many events it is so. */
  note?: string;
}

/** What the list can do. */
export interface ProblemActions {
  go: (d: Diagnostic) => void;
  fix: (d: Diagnostic) => void;
  /** Whether there is a fix; one with a suggestion has one. */
  canFix: (d: Diagnostic) => boolean;
  /** Applies all fixes at once. */
  fixAll: () => void;
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

/** Codes of what ilert's own engine would reject or read otherwise. */
const NOT_PORTABLE = "W0502";
const MAX_SHOWN = 50;

/** The list below the template. */
export class ProblemList {
  /** What the list says now. */
  private drawn = "";

  constructor(
    private readonly parent: HTMLElement,
    private readonly actions: ProblemActions,
  ) {}

  /** `fine` is said where there is nothing to say. */
  show(problems: readonly Problem[], fine: string | null): void {
    const key = JSON.stringify([
      fine,
      problems.map((d) => [d.code, d.message, d.help, d.note, d.span.start, d.suggestion]),
    ]);
    // The list is drawn after each render; what is open in it stays open while it says the same.
    if (this.drawn === key && this.parent.childElementCount > 0) return;
    this.drawn = key;
    if (problems.length === 0) {
      this.parent.replaceChildren(
        fine === null ? "" : h("p", { class: "fine" }, h("span", { "aria-hidden": "true" }, "✓ "), fine),
      );
      return;
    }
    const ours = problems.filter((d) => d.code !== NOT_PORTABLE);
    const ilerts = problems.filter((d) => d.code === NOT_PORTABLE);
    const fixable = problems.filter((d) => this.actions.canFix(d)).length;
    this.parent.replaceChildren(
      fixable > 1
        ? h(
            "div",
            { class: "problems-head" },
            h("span", { class: "grow" }),
            h(
              "button",
              { type: "button", class: "button small fix fix-all", onclick: () => this.actions.fixAll() },
              `Fix all ${fixable}`,
            ),
          )
        : "",
      ours.length > 0 ? h("ul", {}, ...ours.slice(0, MAX_SHOWN).map((d) => this.row(d))) : "",
      ilerts.length > 0
        ? h(
            "h3",
            { class: "problems-title" },
            "Not understood by ilert ",
            h("span", { class: "count" }, String(ilerts.length)),
          )
        : "",
      ilerts.length > 0 ? h("ul", { class: "portable" }, ...ilerts.slice(0, MAX_SHOWN).map((d) => this.row(d))) : "",
      problems.length > MAX_SHOWN && Math.max(ours.length, ilerts.length) > MAX_SHOWN
        ? h(
            "p",
            { class: "note" },
            `and ${Math.max(0, ours.length - MAX_SHOWN) + Math.max(0, ilerts.length - MAX_SHOWN)} more`,
          )
        : "",
    );
  }

  private row(d: Problem): HTMLElement {
    const { go, fix, canFix, explain } = this.actions;
    return h(
      "li",
      { class: `problem ${d.severity}` },
      h(
        "button",
        { type: "button", class: "problem-text", onclick: () => go(d) },
        h("span", { class: "badge" }, { error: "Error", warning: "Warning", note: "Note" }[d.severity]),
        h(
          "span",
          { class: "what" },
          ...prose(d.message),
          d.note ? h("span", { class: "in-events" }, ` (${d.note})`) : null,
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
      canFix(d)
        ? h(
            "button",
            { type: "button", class: "button small fix", onclick: () => fix(d), "aria-label": `Fix: ${d.message}` },
            "Fix",
          )
        : null,
    );
  }
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
