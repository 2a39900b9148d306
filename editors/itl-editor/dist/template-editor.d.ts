import { type Diagnostic } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { type EngineConfig } from "codemirror-lang-itl";
import type { Dialect } from "itl-wasm";
import type { SourceDoc } from "./engine/protocol.js";
/** Mends what the cursor stands on, or the first thing on its line that can be mended. */
export declare const applyFix: (view: EditorView) => boolean;
export declare const runRename: (view: EditorView) => boolean;
export declare const runJump: (view: EditorView) => boolean;
export declare const runClose: (view: EditorView) => boolean;
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
export declare class TemplateEditor {
    private readonly options;
    readonly view: EditorView;
    private states;
    private doc;
    private dialect;
    private shown;
    constructor(options: TemplateEditorOptions);
    /** Shows a document; its history, folds and cursor are as they were left. */
    open(doc: Pick<SourceDoc, "name" | "text">, dialect: Dialect): void;
    /** Forgets everything: another piece of work was opened. */
    reset(): void;
    replace(text: string): void;
    insert(text: string, cursor?: number): void;
    /** Changes places from the start to the end, as one step of the history. */
    change(changes: readonly {
        from: number;
        to: number;
        insert: string;
    }[]): void;
    get cursor(): number;
    /** The paths of the sections that are open at the cursor, outermost first. */
    openSections(): string[];
    select(from: number, to: number, focus?: boolean): void;
    light(span: {
        from: number;
        to: number;
    } | null): void;
    mark(diagnostics: Diagnostic[], brokenSpans: readonly {
        from: number;
        to: number;
    }[]): void;
    showInvisibles(on: boolean): void;
    private language;
    private create;
}
/** The payload editor: JSON with its own errors. */
export declare function payloadEditor(parent: HTMLElement, text: string, shown: boolean, onChange: (text: string) => void, onPaste?: (text: string) => boolean): EditorView;
export declare function showPayloadInvisibles(view: EditorView, on: boolean): void;
