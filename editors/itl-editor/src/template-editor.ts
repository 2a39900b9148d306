import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from "@codemirror/language";
import {
  diagnosticCount,
  forEachDiagnostic,
  lintGutter,
  lintKeymap,
  linter,
  setDiagnostics,
  type Diagnostic,
} from "@codemirror/lint";
import {
  Compartment,
  EditorState,
  type Extension,
  type Range,
  StateEffect,
  StateField,
  type StateCommand,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightSpecialChars,
  highlightWhitespace,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import {
  type EngineConfig,
  closeSection,
  goToMatchingSection,
  nextField,
  openSectionsAt,
  pathRange,
  plainNewline,
  previousField,
  itl,
  itlHover,
  itlSignatureHelp,
  renameSection,
} from "codemirror-lang-itl";
import type { Dialect } from "itl-wasm";
import type { SourceDoc } from "./engine/protocol.js";
import { json, jsonProblems } from "./json-editor.js";
import { editorTheme } from "./theme.js";

const base: Extension = [
  history(),
  drawSelection(),
  dropCursor(),
  EditorState.allowMultipleSelections.of(true),
  EditorState.tabSize.of(2),
  indentUnit.of("  "),
  highlightActiveLine(),
  bracketMatching(),
  closeBrackets(),
  EditorView.lineWrapping,
  editorTheme,
];
const keys = keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]);

const invisibles = new Compartment();
const language = new Compartment();
const invisible = (on: boolean): Extension =>
  on
    ? [
        highlightWhitespace(),
        highlightSpecialChars({ addSpecialChars: /[\u00a0\u200b-\u200f\u2028-\u202f\u2060\u3000]/g }),
      ]
    : highlightSpecialChars();

/** The tags that are lit up because the pointer or the cursor is at their output. */
const light = StateEffect.define<{ from: number; to: number } | null>();
const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, tr) {
    let next = value.map(tr.changes);
    for (const effect of tr.effects) {
      if (!effect.is(light)) continue;
      const length = tr.state.doc.length;
      const span = effect.value && { from: Math.min(effect.value.from, length), to: Math.min(effect.value.to, length) };
      next =
        span && span.to > span.from
          ? Decoration.set([Decoration.mark({ class: "cm-lit" }).range(span.from, span.to)])
          : Decoration.none;
    }
    return next;
  },
  provide: (f) => EditorView.decorations.from(f),
});

/** Broken tags keep a mark of their own besides the squiggle. */
const broken = StateEffect.define<readonly { from: number; to: number }[]>();
const brokenTags = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, tr) {
    let next = value.map(tr.changes);
    for (const effect of tr.effects) {
      if (!effect.is(broken)) continue;
      const marks: Range<Decoration>[] = effect.value
        .filter((r) => r.to > r.from && r.to <= tr.state.doc.length)
        .map((r) => Decoration.mark({ class: "cm-broken-tag" }).range(r.from, r.to));
      next = Decoration.set(marks, true);
    }
    return next;
  },
  provide: (f) => EditorView.decorations.from(f),
});

/** Mends what the cursor stands on, or the first thing on its line that can be mended. */
export const applyFix = (view: EditorView): boolean => {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  let best: { d: Diagnostic; from: number; to: number; near: boolean } | null = null;
  forEachDiagnostic(view.state, (d, from, to) => {
    if (!d.actions?.length) return;
    const near = from <= head && to >= head;
    const onLine = from <= line.to && to >= line.from;
    if ((near || onLine) && (!best || (near && !best.near))) best = { d, from, to, near };
  });
  const found = best as { d: Diagnostic; from: number; to: number } | null;
  if (!found) return false;
  found.d.actions![0]!.apply(view, found.from, found.to);
  return true;
};

/** Search and replace: not needed for the first message, and so fetched after it. */
const later = new Compartment();
const searching: { extension: Extension | null } = { extension: null };
function addLater(view: EditorView): void {
  const add = (extension: Extension): void => {
    searching.extension = extension;
    if (later.get(view.state)) view.dispatch({ effects: later.reconfigure(extension) });
  };
  const fetchIt = (): void => {
    // Without it there is no search panel, and nothing else is missing.
    import("./search.js").then(
      ({ searching: extension }) => add(extension),
      () => {},
    );
  };
  if (typeof requestIdleCallback === "function") requestIdleCallback(fetchIt, { timeout: 1_000 });
  else setTimeout(fetchIt, 300);
}

const command =
  (run: StateCommand) =>
  (view: EditorView): boolean =>
    run({ state: view.state, dispatch: (tr) => view.dispatch(tr) });
export const runRename = command(renameSection);
export const runJump = command(goToMatchingSection);
export const runClose = command(closeSection);

export interface TemplateEditorOptions {
  parent: HTMLElement;
  engine: EngineConfig;
  onChange: (text: string) => void;
  onCursor: (at: number) => void;
  onPoint: (at: number | null) => void;
  onFormat?: () => void;
  /** A text of several words was pasted; the place it now has. */
  onPaste?: (from: number, to: number) => void;
  invisibles?: boolean;
  label?: string;
}

/** The template editor: one view, one state for each tab, so that each keeps its own history. */
export class TemplateEditor {
  readonly view: EditorView;
  private states = new Map<string, EditorState>();
  private doc: string | null = null;
  private dialect: Dialect = "itl";
  private shown: boolean;

  constructor(private readonly options: TemplateEditorOptions) {
    this.shown = options.invisibles ?? false;
    this.view = new EditorView({ parent: options.parent, state: EditorState.create() });
    addLater(this.view);
    const at = (event: MouseEvent): number | null => this.view.posAtCoords({ x: event.clientX, y: event.clientY });
    this.view.dom.addEventListener("mousemove", (event) => options.onPoint(at(event)));
    this.view.dom.addEventListener("mouseleave", () => options.onPoint(null));
  }

  /** Shows a document; its history, folds and cursor are as they were left. */
  open(doc: Pick<SourceDoc, "name" | "text">, dialect: Dialect): void {
    if (this.doc !== null) this.states.set(this.doc, this.view.state);
    this.doc = doc.name;
    this.dialect = dialect;
    const kept = this.states.get(doc.name);
    const state = kept && kept.doc.toString() === doc.text ? kept : this.create(doc.text);
    this.view.setState(state);
    this.view.dispatch({
      effects: [
        language.reconfigure(this.language()),
        invisibles.reconfigure(invisible(this.shown)),
        later.reconfigure(searching.extension ?? []),
      ],
    });
  }

  /** Forgets everything: another piece of work was opened. */
  reset(): void {
    this.states = new Map();
    this.doc = null;
  }

  replace(text: string): void {
    const { state } = this.view;
    if (state.doc.toString() === text) return;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, userEvent: "input.replace" });
  }

  insert(text: string, cursor = text.length): void {
    const { from, to } = this.view.state.selection.main;
    const { doc } = this.view.state;
    // A loop stands on lines of its own, which then leave no empty lines in the message.
    const alone = text.includes("\n");
    const before = alone && doc.sliceString(doc.lineAt(from).from, from).trim() ? "\n" : "";
    const after = alone && doc.sliceString(to, doc.lineAt(to).to).trim() ? "\n" : "";
    this.view.dispatch({
      changes: { from, to, insert: before + text + after },
      selection: { anchor: from + before.length + cursor },
      scrollIntoView: true,
      userEvent: "input.insert",
    });
    this.view.focus();
  }

  /** Changes places from the start to the end, as one step of the history. */
  change(changes: readonly { from: number; to: number; insert: string }[]): void {
    if (changes.length === 0) return;
    this.view.dispatch({ changes: [...changes], userEvent: "input.fix", scrollIntoView: true });
    this.view.focus();
  }

  get cursor(): number {
    return this.view.state.selection.main.head;
  }

  /** The paths of the sections that are open at the cursor, outermost first. */
  openSections(): string[] {
    const source = this.view.state.doc.toString();
    return openSectionsAt(source, this.cursor, this.dialect)
      .filter((pair) => pair.open.sigil === "#")
      .map((pair) => {
        const { from, to } = pathRange(source, pair.open);
        return source.slice(from, to);
      });
  }

  select(from: number, to: number, focus = true): void {
    const { length } = this.view.state.doc;
    this.view.dispatch({
      selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
      scrollIntoView: true,
    });
    if (focus) this.view.focus();
  }

  light(span: { from: number; to: number } | null): void {
    this.view.dispatch({ effects: light.of(span) });
  }

  mark(diagnostics: Diagnostic[], brokenSpans: readonly { from: number; to: number }[]): void {
    // The usual key changes nothing here; an update of the editor for it would be felt.
    if (
      diagnostics.length === 0 &&
      diagnosticCount(this.view.state) === 0 &&
      this.view.state.field(brokenTags).size === 0
    )
      return;
    const { effects } = setDiagnostics(this.view.state, diagnostics);
    this.view.dispatch({ effects: [effects ?? [], broken.of(brokenSpans)].flat() });
  }

  showInvisibles(on: boolean): void {
    this.shown = on;
    this.view.dispatch({ effects: invisibles.reconfigure(invisible(on)) });
  }

  private language(): Extension {
    return itl({ dialect: this.dialect, engine: { ...this.options.engine, dialect: this.dialect } });
  }

  private create(text: string): EditorState {
    const { engine, onChange, onCursor, onFormat, onPaste, label } = this.options;
    return EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          {
            key: "Tab",
            run: (view) => acceptCompletion(view) || nextField(this.dialect)(view),
            shift: (view) => previousField(this.dialect)(view),
          },
          { key: "Enter", run: command(plainNewline) },
          { key: "Mod-.", run: applyFix },
          { key: "F2", run: runRename },
          { key: "Mod-Shift-m", run: runJump },
          { key: "Alt-/", run: runClose },
          { key: "Shift-Alt-f", run: () => (onFormat?.(), true) },
        ]),
        lineNumbers(),
        codeFolding(),
        foldGutter({ openText: "▾", closedText: "▸" }),
        lintGutter(),
        autocompletion({ activateOnTyping: true, icons: true, maxRenderedOptions: 200 }),
        base,
        keys,
        later.of(searching.extension ?? []),
        language.of(this.language()),
        itlHover(engine),
        itlSignatureHelp(engine),
        invisibles.of(invisible(this.shown)),
        lit,
        brokenTags,
        placeholder("Write text, and {{ to put in a value of the event. Or use “Insert data…”."),
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-label": label ?? "Template",
          spellcheck: "false",
          autocapitalize: "off",
          autocorrect: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            onChange(update.state.doc.toString());
            const pasted = update.transactions.find(
              (tr) => tr.isUserEvent("input.paste") || tr.isUserEvent("input.drop"),
            );
            pasted?.changes.iterChanges((_fromA, _toA, from, to) => {
              if (to - from > 3) onPaste?.(from, to);
            });
          } else if (update.selectionSet) onCursor(update.state.selection.main.head);
        }),
      ],
    });
  }
}

/** The payload editor: JSON with its own errors. */
export function payloadEditor(
  parent: HTMLElement,
  text: string,
  shown: boolean,
  onChange: (text: string) => void,
  onPaste: (text: string) => boolean = () => false,
): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        codeFolding(),
        foldGutter({ openText: "▾", closedText: "▸" }),
        lintGutter(),
        json(),
        later.of(searching.extension ?? []),
        linter((view) => jsonProblems(view.state.doc.toString()), { delay: 200 }),
        base,
        keys,
        invisibles.of(invisible(shown)),
        EditorView.domEventHandlers({
          paste(event) {
            const pasted = event.clipboardData?.getData("text/plain");
            if (!pasted || !onPaste(pasted)) return false;
            event.preventDefault();
            return true;
          },
        }),
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-label": "Payload, JSON",
          spellcheck: "false",
          autocapitalize: "off",
          autocorrect: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  addLater(view);
  return view;
}

export function showPayloadInvisibles(view: EditorView, on: boolean): void {
  view.dispatch({ effects: invisibles.reconfigure(invisible(on)) });
}
