// What helps in writing: completion, hover, marks of problems with their fixes, search. Editors fetch it after the first
// message.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { type Diagnostic, forEachDiagnostic, lintGutter, lintKeymap, linter } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { type Extension, Prec } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import {
  closeSection,
  type EngineConfig,
  goToMatchingSection,
  itlCompletion,
  itlHover,
  itlSignatureHelp,
  nextField,
  previousField,
  renameSection,
} from "codemirror-lang-itl";
import { jsonProblems } from "./json-problems.js";
import { command } from "./keys.js";

export { diagnosticCount, setDiagnostics } from "@codemirror/lint";

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

export const runRename = command(renameSection);
export const runJump = command(goToMatchingSection);
export const runClose = command(closeSection);

const both: Extension = [
  lintGutter(),
  closeBrackets(),
  highlightSelectionMatches(),
  Prec.high(keymap.of(closeBracketsKeymap)),
  keymap.of([...lintKeymap, ...searchKeymap]),
];

/** For the editor of templates. */
export const templateWriting = (engine: EngineConfig, onFormat?: () => void): Extension => [
  Prec.high(
    keymap.of([
      {
        key: "Tab",
        run: (view) => acceptCompletion(view) || nextField(engine.dialect)(view),
        shift: (view) => previousField(engine.dialect)(view),
      },
      { key: "Mod-.", run: applyFix },
      { key: "F2", run: runRename },
      { key: "Mod-Shift-m", run: runJump },
      { key: "Alt-/", run: runClose },
      { key: "Shift-Alt-f", run: () => (onFormat?.(), true) },
    ]),
  ),
  both,
  autocompletion({ activateOnTyping: true, icons: true, maxRenderedOptions: 200 }),
  itlCompletion(engine),
  itlHover(engine),
  itlSignatureHelp(engine),
];

/** For the editor of events: JSON with its own errors. */
export const payloadWriting = (): Extension => [
  both,
  linter((view) => jsonProblems(view.state.doc.toString()), { delay: 200 }),
];
