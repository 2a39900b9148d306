import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
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
  gutter,
  highlightActiveLine,
  highlightSpecialChars,
  highlightWhitespace,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { type EngineConfig, itlSupport, openSectionsAt, pathRange, plainNewline } from "codemirror-lang-itl";
import type { Dialect } from "itl-wasm";
import type { SourceDoc } from "./engine/protocol.js";
import { json } from "./json-editor.js";
import { command } from "./keys.js";
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
  EditorView.lineWrapping,
  editorTheme,
];
const keys = keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap]);

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

/** What helps in writing is not needed for the first message, and so fetched after it. */
type Writing = typeof import("./writing.js");
let writing: Writing | null = null;
let fetching: Promise<Writing> | null = null;
const later = new Compartment();
/** Its column is there from the beginning, so that nothing moves. */
const untilThen = gutter({ class: "cm-gutter-lint" });

/** Calls `add` once it is there: `start` or the writing itself begins the download. */
function addLater(view: EditorView, start: Promise<unknown>, add: (found: Writing) => void): void {
  const fetchIt = (): void => {
    fetching ??= import("./writing.js").then((found) => (writing = found));
    fetching.then(
      (found) => later.get(view.state) && add(found),
      // The text can be written without; the next focus tries again.
      () => (fetching = null),
    );
  };
  view.contentDOM.addEventListener("focus", () => !writing && fetchIt());
  start.then(fetchIt, fetchIt);
}

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
  /** Comes when the page has time for what helps in writing; at once without it. */
  start?: Promise<unknown>;
}

/** The template editor: one view, one state for each tab, so that each keeps its own history. */
export class TemplateEditor {
  readonly view: EditorView;
  private states = new Map<string, EditorState>();
  private doc: string | null = null;
  private dialect: Dialect = "itl";
  private shown: boolean;
  /** Marks that wait for what draws them. */
  private waiting: Diagnostic[] = [];
  private readonly helps: Partial<Record<Dialect, Extension>> = {};

  constructor(private readonly options: TemplateEditorOptions) {
    this.shown = options.invisibles ?? false;
    this.view = new EditorView({ parent: options.parent, state: EditorState.create() });
    addLater(this.view, options.start ?? Promise.resolve(), ({ setDiagnostics }) => {
      this.view.dispatch({ effects: later.reconfigure(this.writing()) });
      if (this.waiting.length > 0) this.view.dispatch(setDiagnostics(this.view.state, this.waiting));
      this.waiting = [];
    });
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
        language.reconfigure(itlSupport(this.dialect)),
        invisibles.reconfigure(invisible(this.shown)),
        later.reconfigure(this.writing()),
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
    const { state } = this.view;
    const known = writing && later.get(state) !== untilThen ? writing : null;
    this.waiting = known ? [] : diagnostics;
    // The usual key changes nothing here; an update of the editor for it would be felt.
    const none = diagnostics.length === 0 && (known?.diagnosticCount(state) ?? 0) === 0;
    if (none && brokenSpans.length === 0 && state.field(brokenTags).size === 0) return;
    const effects = known?.setDiagnostics(state, diagnostics).effects ?? [];
    this.view.dispatch({ effects: [effects, broken.of(brokenSpans)].flat() });
  }

  showInvisibles(on: boolean): void {
    this.shown = on;
    this.view.dispatch({ effects: invisibles.reconfigure(invisible(on)) });
  }

  private writing(): Extension {
    if (!writing) return untilThen;
    const { dialect } = this;
    const { engine, onFormat } = this.options;
    this.helps[dialect] ??= writing.templateWriting({ ...engine, dialect }, onFormat);
    return this.helps[dialect];
  }

  private create(text: string): EditorState {
    const { onChange, onCursor, onPaste, label } = this.options;
    return EditorState.create({
      doc: text,
      extensions: [
        keymap.of([{ key: "Enter", run: command(plainNewline) }]),
        lineNumbers(),
        codeFolding(),
        foldGutter({ openText: "▾", closedText: "▸" }),
        later.of(this.writing()),
        base,
        keys,
        language.of(itlSupport(this.dialect)),
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
  start: Promise<unknown> = Promise.resolve(),
): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        codeFolding(),
        foldGutter({ openText: "▾", closedText: "▸" }),
        later.of(writing?.payloadWriting() ?? untilThen),
        json(),
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
  addLater(view, start, ({ payloadWriting }) => view.dispatch({ effects: later.reconfigure(payloadWriting()) }));
  return view;
}

export function showPayloadInvisibles(view: EditorView, on: boolean): void {
  view.dispatch({ effects: invisibles.reconfigure(invisible(on)) });
}
