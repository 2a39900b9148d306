import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type Dialect, scanTags } from "./scan.js";

/**
 * Braces that close themselves: the second `{` writes `{{  }}` with the cursor inside, a third one
 * makes it `{{{  }}}`. Blanks and braces typed at the end of such a tag step over those already
 * there, so that typing the whole tag by hand gives the same text.
 */
export function braceInput(dialect: Dialect = "itl"): Extension {
  return EditorView.inputHandler.of((view, from, to, text) => {
    if (view.compositionStarted || view.state.readOnly || text.length !== 1 || from !== to) return false;
    const { state } = view;
    if (state.selection.ranges.length !== 1) return false;
    const doc = state.doc;
    const before = doc.sliceString(Math.max(0, from - 8), from);
    const after = doc.sliceString(from, from + 8);

    if (text === "{") {
      if (/\{\{ $/.test(before) && /^ \}\}(?!\})/.test(after) && !/\{\{\{ $/.test(before)) {
        view.dispatch({
          changes: [
            { from: from - 1, insert: "{" },
            { from: from + 3, insert: "}" },
          ],
          userEvent: "input.type",
        });
        return true;
      }
      if (!/(^|[^{\\])\{$/.test(before) || /^\s*\}\}/.test(after)) return false;
      // Inside a tag a brace is a mistake already; closing it would hide that.
      if (insideTag(doc.toString(), from - 1, dialect)) return false;
      const rest = after.startsWith("}") ? 1 : 0;
      view.dispatch({
        changes: { from, to: from + rest, insert: "{  }}" },
        selection: EditorSelection.cursor(from + 2),
        userEvent: "input.type",
      });
      return true;
    }
    if (text === " " && /^ \}\}/.test(after) && insideTag(doc.toString(), from, dialect)) {
      // Right behind the braces the blank is there already; behind a name it is stepped over.
      if (!/\{ $/.test(before)) view.dispatch({ selection: EditorSelection.cursor(from + 1), userEvent: "input.type" });
      return true;
    }
    if (text === "}") {
      const gap = /^ *(?=\}\})/.exec(after) ?? (/\}$/.test(before) ? /^(?=\})/.exec(after) : null);
      if (gap && (insideTag(doc.toString(), from, dialect) || /\}$/.test(before))) {
        const blanksBefore = /( *)$/.exec(before)![1]!.length;
        // `{{ x }}`: step over the blank that was put there, not over two.
        const changes = gap[0].length && blanksBefore ? { from: from - blanksBefore, to: from } : [];
        const shift = gap[0].length && blanksBefore ? blanksBefore : 0;
        view.dispatch({
          changes,
          selection: EditorSelection.cursor(from - shift + gap[0].length + 1),
          userEvent: "input.type",
        });
        return true;
      }
    }
    return false;
  });
}

function insideTag(text: string, at: number, dialect: Dialect): boolean {
  return scanTags(text, dialect).some(
    (tag) => at >= tag.openEnd && at <= tag.closeStart && (tag.closed || at < tag.to),
  );
}
