import { EditorSelection, type StateCommand } from "@codemirror/state";

/** Command for Enter: a line end and nothing else, as indentation would be printed. */
export const plainNewline: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  dispatch(
    state.update(
      state.changeByRange((range) => ({
        changes: { from: range.from, to: range.to, insert: state.lineBreak },
        range: EditorSelection.cursor(range.from + state.lineBreak.length),
      })),
      { scrollIntoView: true, userEvent: "input" },
    ),
  );
  return true;
};
