import { mergeProblems, type MissingIn, type Problem, ProblemList, type TemplateEditor } from "@itl/editor";
import { allFixes, scanTags, suggestionFor, toEditorDiagnostics } from "codemirror-lang-itl";
import type { Diagnostic } from "itl-wasm";
import type { App } from "../app.js";
import { debounce } from "../dom.js";

/** How long the writing rests before a new mistake is shown: half a tag is no mistake yet. */
const SETTLE = 700;

const keyOf = (d: Diagnostic): string => `${d.code} ${d.message}`;

/** The findings of the open template: in its text, and as a list with fixes. */
export class TemplateProblems {
  private readonly list: ProblemList;
  /** When the last key came. */
  private last = 0;
  /** What is shown already; it goes when it is mended, and comes only when the writing rests. */
  private shown = new Set<string>();
  private readonly settle = debounce(SETTLE, () => this.show());

  constructor(
    private readonly app: App,
    private readonly editor: TemplateEditor,
    parent: HTMLElement,
  ) {
    this.list = new ProblemList(parent, {
      go: (d) => editor.select(d.span.start, d.span.end),
      canFix: (d) => this.suggestion(d) !== null,
      fix: (d) => void this.fix(d),
      fixAll: () => void this.fixAll(),
      explain: (code) => app.engine.call("explain", { code }).catch(() => null),
    });
    app.store.on(
      (s) => s.checked,
      () => this.show(),
    );
    app.store.on(
      (s) => s.missing,
      () => this.show(),
    );
    app.store.on(
      (s) => s.rendered,
      () => this.show(),
    );
  }

  /** A key was typed. */
  typed(): void {
    this.last = performance.now();
    this.settle();
  }

  /** Another text is open. */
  reset(): void {
    this.last = 0;
    this.shown = new Set();
    this.show();
  }

  private suggestion(d: Diagnostic) {
    return suggestionFor(this.app.activeDoc.text, d, this.app.work.dialect);
  }

  private async fix(d: Diagnostic): Promise<void> {
    const same = (await this.fresh()).filter((one) => one.code === d.code && one.message === d.message);
    const meant = same.find((one) => one.span.start === d.span.start) ?? same[0];
    const found = meant && this.suggestion(meant);
    if (!found) return;
    this.last = 0;
    this.editor.change([{ from: found.span.start, to: found.span.end, insert: found.replacement }]);
  }

  private async fixAll(): Promise<void> {
    const all = await this.fresh();
    this.last = 0;
    this.editor.change(allFixes(this.app.activeDoc.text, all, this.app.work.dialect));
  }

  /** The findings for the text as it is now: what the list shows may be of the text before the last key. */
  private async fresh(): Promise<Diagnostic[]> {
    const { app } = this;
    const { text } = app.activeDoc;
    const asked = { ...app.setting(app.work.active), event: app.work.event };
    const found = await app.engine.call("check", asked).catch(() => null);
    return found && app.activeDoc.text === text ? found.filter((d) => d.partial === null && this.isShown(d)) : [];
  }

  /** Whether the work shows findings of that code. */
  private isShown(d: Diagnostic): boolean {
    return !this.app.work.allow.includes(d.code);
  }

  /** What the check and the render say of the open template. */
  private current(): Problem[] {
    const { app } = this;
    const { rendered, checked, missing, work } = app.state;
    const name = app.nameInRender(app.activeDoc);
    const own = rendered ? [...rendered.result.diagnostics, ...rendered.result.warnings] : [];
    const found: Problem[] = mergeProblems(
      checked.filter((d) => d.partial === null),
      own.filter((d) => d.partial === name && !d.code.startsWith("E06")).map((d) => ({ ...d, partial: null })),
    );
    if (work.events.length > 1) for (const one of missing) this.note(found, one);
    return found.filter((d) => this.isShown(d)).sort((a, b) => a.span.start - b.span.start);
  }

  /** Says in how many events something is missing. */
  private note(found: Problem[], { diagnostic, events }: MissingIn): void {
    const { activeDoc, work } = this.app;
    if (diagnostic.partial !== null && diagnostic.partial !== activeDoc.name) return;
    const all = work.events.length;
    const names = events.flatMap((i) => work.events[i]?.name ?? []).slice(0, 3);
    const which = events.length < all ? `: ${names.join(", ")}${events.length > 3 ? ", …" : ""}` : "";
    const note = `missing in ${events.length} of ${all} events${which}`;
    const { start, end } = diagnostic.span;
    const known = found.find((d) => /^W0(301|507)$/.test(d.code) && d.span.start < end && d.span.end > start);
    if (known) known.note = note;
    else if (diagnostic.code === "W0301") found.push({ ...diagnostic, partial: null, note });
  }

  private show(): void {
    const { app, editor } = this;
    const all = this.current();
    const rests = performance.now() - this.last >= SETTLE || !editor.view.hasFocus;
    const visible = rests ? all : all.filter((d) => this.shown.has(keyOf(d)));
    this.shown = new Set(visible.map(keyOf));
    const { text } = app.activeDoc;
    const tags = scanTags(text, app.work.dialect);
    const spans = visible
      .filter((d) => d.severity === "error")
      .map(
        ({ span: { start, end } }) =>
          tags.find((t) => t.from <= start && t.to >= end && end > start) ?? { from: start, to: end },
      );
    const marks = toEditorDiagnostics(visible, editor.view.state.doc.toString(), app.work.dialect);
    editor.mark(
      marks,
      spans.filter((span) => span.to <= text.length),
    );
    const { rendered } = app.state;
    const broken = rendered?.payloadError || rendered?.result.warnings.some((d) => d.code.startsWith("E06"));
    // While a mistake may only be half a tag, nothing is said, neither good nor bad.
    this.list.show(visible, all.length > 0 || broken ? null : "No problems");
  }
}
