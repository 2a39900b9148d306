import type { StateCommand } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** A command of a state as one of a view. */
export const command =
  (run: StateCommand) =>
  (view: EditorView): boolean =>
    run({ state: view.state, dispatch: (tr) => view.dispatch(tr) });
