import type { Extension } from "@codemirror/state";
export declare const editorTheme: Extension;
