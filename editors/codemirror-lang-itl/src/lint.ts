import { type Action, type Diagnostic, linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EngineConfig, EngineDiagnostic } from "./engine.js";
import { type Suggestion, suggestionFor } from "./fixes.js";
import type { Dialect } from "./scan.js";

/**
 * Turns diagnostics of the engine into those of the editor, with their quick fixes. `source` is the
 * text, or its length where only the engine's own suggestions are wanted.
 */
export function toEditorDiagnostics(
  found: readonly EngineDiagnostic[],
  source: number | string,
  dialect?: Dialect,
): Diagnostic[] {
  const length = typeof source === "string" ? source.length : source;
  const clamp = (n: number): number => Math.max(0, Math.min(n, length));
  return found
    .filter((d) => (d.partial ?? null) === null)
    .map((d) => {
      const from = clamp(d.span.start);
      const to = Math.max(from, clamp(d.span.end));
      const suggestion = typeof source === "string" ? suggestionFor(source, d, dialect) : d.suggestion;
      const actions: Action[] = suggestion ? [fix(suggestion, from)] : [];
      return {
        from,
        to,
        severity: d.severity === "note" ? ("info" as const) : d.severity,
        source: d.code,
        message: d.help ? `${d.message}\n${d.help}` : d.message,
        markClass: `cm-itl-${d.severity}`,
        actions,
      };
    })
    .sort((a, b) => a.from - b.from);
}

function fix(suggestion: Suggestion, base: number): Action {
  const { span, replacement } = suggestion;
  const name =
    replacement === ""
      ? "Remove"
      : span.start === span.end
        ? `Insert ${short(replacement)}`
        : `Replace with ${short(replacement)}`;
  return {
    name,
    apply(view, from) {
      // The text may have moved since the check; the shift of the diagnostic tells by how much.
      const shift = from - base;
      const start = Math.max(0, Math.min(span.start + shift, view.state.doc.length));
      const end = Math.max(start, Math.min(span.end + shift, view.state.doc.length));
      view.dispatch({
        changes: { from: start, to: end, insert: replacement },
        userEvent: "input.fix",
        scrollIntoView: true,
      });
      view.focus();
    },
  };
}

const short = (text: string): string => {
  const line = text.replace(/\n/g, "⏎");
  return `“${line.length > 40 ? `${line.slice(0, 40)}…` : line}”`;
};

/** A linter that asks the engine. `delay` is the pause after typing, in milliseconds. */
export function itlLinter(config: EngineConfig & { delay?: number }): Extension {
  return linter(
    async (view) => {
      if (!config.check) return [];
      const { doc } = view.state;
      const found = await config.check(doc.toString());
      return view.state.doc.eq(doc) ? toEditorDiagnostics(found, doc.toString(), config.dialect) : [];
    },
    { delay: config.delay ?? 150 },
  );
}
