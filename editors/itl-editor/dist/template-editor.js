import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from "@codemirror/language";
import { diagnosticCount, forEachDiagnostic, lintGutter, lintKeymap, linter, setDiagnostics, } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, StateEffect, StateField, } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, dropCursor, highlightActiveLine, highlightSpecialChars, highlightWhitespace, keymap, lineNumbers, placeholder, } from "@codemirror/view";
import { closeSection, goToMatchingSection, nextField, openSectionsAt, pathRange, plainNewline, previousField, itl, itlHover, itlSignatureHelp, renameSection, } from "codemirror-lang-itl";
import { json, jsonProblems } from "./json-editor.js";
import { editorTheme } from "./theme.js";
const base = [
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    highlightActiveLine(),
    highlightSelectionMatches(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    editorTheme,
];
const keys = keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...lintKeymap,
]);
const invisibles = new Compartment();
const language = new Compartment();
const invisible = (on) => on
    ? [
        highlightWhitespace(),
        highlightSpecialChars({ addSpecialChars: /[\u00a0\u200b-\u200f\u2028-\u202f\u2060\u3000]/g }),
    ]
    : highlightSpecialChars();
/** The tags that are lit up because the pointer or the cursor is at their output. */
const light = StateEffect.define();
const lit = StateField.define({
    create: () => Decoration.none,
    update(value, tr) {
        let next = value.map(tr.changes);
        for (const effect of tr.effects) {
            if (!effect.is(light))
                continue;
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
const broken = StateEffect.define();
const brokenTags = StateField.define({
    create: () => Decoration.none,
    update(value, tr) {
        let next = value.map(tr.changes);
        for (const effect of tr.effects) {
            if (!effect.is(broken))
                continue;
            const marks = effect.value
                .filter((r) => r.to > r.from && r.to <= tr.state.doc.length)
                .map((r) => Decoration.mark({ class: "cm-broken-tag" }).range(r.from, r.to));
            next = Decoration.set(marks, true);
        }
        return next;
    },
    provide: (f) => EditorView.decorations.from(f),
});
/** Mends what the cursor stands on, or the first thing on its line that can be mended. */
export const applyFix = (view) => {
    const { head } = view.state.selection.main;
    const line = view.state.doc.lineAt(head);
    let best = null;
    forEachDiagnostic(view.state, (d, from, to) => {
        if (!d.actions?.length)
            return;
        const near = from <= head && to >= head;
        const onLine = from <= line.to && to >= line.from;
        if ((near || onLine) && (!best || (near && !best.near)))
            best = { d, from, to, near };
    });
    const found = best;
    if (!found)
        return false;
    found.d.actions[0].apply(view, found.from, found.to);
    return true;
};
const command = (run) => (view) => run({ state: view.state, dispatch: (tr) => view.dispatch(tr) });
export const runRename = command(renameSection);
export const runJump = command(goToMatchingSection);
export const runClose = command(closeSection);
/** The template editor: one view, one state for each tab, so that each keeps its own history. */
export class TemplateEditor {
    options;
    view;
    states = new Map();
    doc = null;
    dialect = "itl";
    shown;
    constructor(options) {
        this.options = options;
        this.shown = options.invisibles ?? false;
        this.view = new EditorView({ parent: options.parent, state: EditorState.create() });
        const at = (event) => this.view.posAtCoords({ x: event.clientX, y: event.clientY });
        this.view.dom.addEventListener("mousemove", (event) => options.onPoint(at(event)));
        this.view.dom.addEventListener("mouseleave", () => options.onPoint(null));
    }
    /** Shows a document; its history, folds and cursor are as they were left. */
    open(doc, dialect) {
        if (this.doc !== null)
            this.states.set(this.doc, this.view.state);
        this.doc = doc.name;
        this.dialect = dialect;
        const kept = this.states.get(doc.name);
        const state = kept && kept.doc.toString() === doc.text ? kept : this.create(doc.text);
        this.view.setState(state);
        this.view.dispatch({
            effects: [language.reconfigure(this.language()), invisibles.reconfigure(invisible(this.shown))],
        });
    }
    /** Forgets everything: another piece of work was opened. */
    reset() {
        this.states = new Map();
        this.doc = null;
    }
    replace(text) {
        const { state } = this.view;
        if (state.doc.toString() === text)
            return;
        this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, userEvent: "input.replace" });
    }
    insert(text, cursor = text.length) {
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
    change(changes) {
        if (changes.length === 0)
            return;
        this.view.dispatch({ changes: [...changes], userEvent: "input.fix", scrollIntoView: true });
        this.view.focus();
    }
    get cursor() {
        return this.view.state.selection.main.head;
    }
    /** The paths of the sections that are open at the cursor, outermost first. */
    openSections() {
        const source = this.view.state.doc.toString();
        return openSectionsAt(source, this.cursor, this.dialect)
            .filter((pair) => pair.open.sigil === "#")
            .map((pair) => {
            const { from, to } = pathRange(source, pair.open);
            return source.slice(from, to);
        });
    }
    select(from, to, focus = true) {
        const { length } = this.view.state.doc;
        this.view.dispatch({
            selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
            scrollIntoView: true,
        });
        if (focus)
            this.view.focus();
    }
    light(span) {
        this.view.dispatch({ effects: light.of(span) });
    }
    mark(diagnostics, brokenSpans) {
        // The usual key changes nothing here; an update of the editor for it would be felt.
        if (diagnostics.length === 0 &&
            diagnosticCount(this.view.state) === 0 &&
            this.view.state.field(brokenTags).size === 0)
            return;
        const { effects } = setDiagnostics(this.view.state, diagnostics);
        this.view.dispatch({ effects: [effects ?? [], broken.of(brokenSpans)].flat() });
    }
    showInvisibles(on) {
        this.shown = on;
        this.view.dispatch({ effects: invisibles.reconfigure(invisible(on)) });
    }
    language() {
        return itl({ dialect: this.dialect, engine: { ...this.options.engine, dialect: this.dialect } });
    }
    create(text) {
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
                        const pasted = update.transactions.find((tr) => tr.isUserEvent("input.paste") || tr.isUserEvent("input.drop"));
                        pasted?.changes.iterChanges((_fromA, _toA, from, to) => {
                            if (to - from > 3)
                                onPaste?.(from, to);
                        });
                    }
                    else if (update.selectionSet)
                        onCursor(update.state.selection.main.head);
                }),
            ],
        });
    }
}
/** The payload editor: JSON with its own errors. */
export function payloadEditor(parent, text, shown, onChange, onPaste = () => false) {
    return new EditorView({
        parent,
        state: EditorState.create({
            doc: text,
            extensions: [
                lineNumbers(),
                codeFolding(),
                foldGutter({ openText: "▾", closedText: "▸" }),
                lintGutter(),
                json(),
                linter((view) => jsonProblems(view.state.doc.toString()), { delay: 200 }),
                base,
                keys,
                invisibles.of(invisible(shown)),
                EditorView.domEventHandlers({
                    paste(event) {
                        const pasted = event.clipboardData?.getData("text/plain");
                        if (!pasted || !onPaste(pasted))
                            return false;
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
                    if (update.docChanged)
                        onChange(update.state.doc.toString());
                }),
            ],
        }),
    });
}
export function showPayloadInvisibles(view, on) {
    view.dispatch({ effects: invisibles.reconfigure(invisible(on)) });
}
