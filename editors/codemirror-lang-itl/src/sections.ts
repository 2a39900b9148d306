import {
  EditorSelection,
  type Extension,
  type Range,
  StateField,
  type StateCommand,
  type EditorState,
} from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { type Dialect, openSectionsAt, pairAt, pathRange } from "./scan.js";

const dialectOf = (state: EditorState): Dialect => state.field(dialectField, false) ?? "itl";

const dialectField = StateField.define<Dialect>({ create: () => "itl", update: (value) => value });

const matched = Decoration.mark({ class: "cm-itl-pair" });
const lonely = Decoration.mark({ class: "cm-itl-lonely" });

/** Lights up the other tag of a section when the cursor is in one of them. */
export function sectionMatching(dialect: Dialect = "itl"): Extension {
  const compute = (state: EditorState): DecorationSet => {
    const { main } = state.selection;
    if (!main.empty) return Decoration.none;
    const pair = pairAt(state.doc.toString(), main.head, dialect);
    if (!pair) return Decoration.none;
    const marks: Range<Decoration>[] = [];
    if (pair.close) {
      marks.push(matched.range(pair.open.from, pair.open.to), matched.range(pair.close.from, pair.close.to));
    } else {
      marks.push(lonely.range(pair.open.from, pair.open.to));
    }
    return Decoration.set(marks, true);
  };
  const field = StateField.define<DecorationSet>({
    create: compute,
    update: (value, tr) => (tr.docChanged || tr.selection ? compute(tr.state) : value),
    provide: (f) => EditorView.decorations.from(f),
  });
  return [dialectField.init(() => dialect), field, theme];
}

const theme = EditorView.baseTheme({
  ".cm-itl-pair": { backgroundColor: "rgba(90, 130, 250, .18)", borderRadius: "3px" },
  ".cm-itl-lonely": { outline: "1px dashed rgba(200, 60, 60, .7)", borderRadius: "3px" },
});

/**
 * Selects the name in both tags of the section at the cursor, so that typing renames the pair.
 * Needs `EditorState.allowMultipleSelections`.
 */
export const renameSection: StateCommand = ({ state, dispatch }) => {
  const text = state.doc.toString();
  const at = state.selection.main.head;
  const pair = pairAt(text, at, dialectOf(state));
  if (!pair?.close) return false;
  const open = pathRange(text, pair.open);
  const close = pathRange(text, pair.close);
  const inClose = at >= pair.close.from;
  dispatch(
    state.update({
      selection: EditorSelection.create(
        [EditorSelection.range(open.from, open.to), EditorSelection.range(close.from, close.to)],
        inClose ? 1 : 0,
      ),
      scrollIntoView: true,
      userEvent: "select.section",
    }),
  );
  return true;
};

/** Moves the cursor to the other tag of the section it is in, or of the section around it. */
export const goToMatchingSection: StateCommand = ({ state, dispatch }) => {
  const text = state.doc.toString();
  const at = state.selection.main.head;
  const dialect = dialectOf(state);
  const pair = pairAt(text, at, dialect) ?? openSectionsAt(text, at, dialect).at(-1);
  if (!pair?.close) return false;
  const inOpen = at >= pair.open.from && at <= pair.open.to;
  const goal = inOpen ? pair.close.innerFrom : pair.open.innerFrom;
  dispatch(
    state.update({ selection: EditorSelection.cursor(goal), scrollIntoView: true, userEvent: "select.section" }),
  );
  return true;
};

/** Writes the closing tag of the innermost section that is open at the cursor and has none. */
export const closeSection: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const text = state.doc.toString();
  const at = state.selection.main.head;
  const pair = openSectionsAt(text, at, dialectOf(state))
    .filter((p) => p.close === null)
    .at(-1);
  if (!pair) return false;
  const { from, to } = pathRange(text, pair.open);
  const openDelimiter = text.slice(pair.open.from, pair.open.openEnd);
  const closeDelimiter = text.slice(pair.open.closeStart, pair.open.to);
  const insert = `${openDelimiter} /${text.slice(from, to)} ${closeDelimiter}`;
  dispatch(
    state.update({
      changes: { from: at, insert },
      selection: EditorSelection.cursor(at + insert.length),
      userEvent: "input.complete",
    }),
  );
  return true;
};
