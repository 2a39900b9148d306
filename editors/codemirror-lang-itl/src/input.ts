import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type Dialect, opensBlock, pairTags, pathRange, scanTags } from "./scan.js";

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

    if ((text === '"' || text === "'") && insideTag(doc.toString(), from, dialect)) {
      // The quote that closes an argument is stepped over, whoever wrote it.
      const argument = /[(,]\s*("(?:[^"\\]|\\.)*|'(?:[^'\\]|\\.)*)$/.exec(
        doc.sliceString(Math.max(0, from - 400), from),
      );
      if (argument && argument[1]![0] === text && after[0] === text) {
        view.dispatch({ selection: EditorSelection.cursor(from + 1), userEvent: "input.type" });
        return true;
      }
      // Inside the other kind of quotes it is a character.
      if (argument && argument[1]![0] !== text) {
        view.dispatch({
          changes: { from, insert: text },
          selection: EditorSelection.cursor(from + 1),
          userEvent: "input.type",
        });
        return true;
      }
    }
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
      // After the braces the space is there already; after a name it is stepped over.
      if (!/\{ $/.test(before)) view.dispatch({ selection: EditorSelection.cursor(from + 1), userEvent: "input.type" });
      return true;
    }
    if (text === "}") {
      const gap = /^ *(?=\}\})/.exec(after) ?? (/\}$/.test(before) ? /^(?=\})/.exec(after) : null);
      if (gap && (insideTag(doc.toString(), from, dialect) || /\}$/.test(before))) {
        const spacesBefore = /( *)$/.exec(before)![1]!.length;
        // `{{ x }}`: step over the space that was put there, not over two.
        const changes = gap[0].length && spacesBefore ? { from: from - spacesBefore, to: from } : [];
        const shift = gap[0].length && spacesBefore ? spacesBefore : 0;
        view.dispatch({
          changes,
          selection: EditorSelection.cursor(from - shift + gap[0].length + 1),
          userEvent: "input.type",
        });
        finishTag(view, dialect);
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

/** What has to follow when a tag has just been closed by hand: the closing tag of its section, or one less of it. */
function finishTag(view: EditorView, dialect: Dialect): void {
  const text = view.state.doc.toString();
  const { head } = view.state.selection.main;
  const tag = scanTags(text, dialect).find((one) => one.closed && one.to === head);
  if (!tag) return;
  if (tag.sigil === "/") {
    // The closing tag that was written along with the opening one has been typed by hand as well.
    const { from, to } = pathRange(text, tag);
    const twin = /^\s*/.exec(text.slice(head))![0].length + head;
    const next = scanTags(text, dialect).find((one) => one.from === twin && one.sigil === "/");
    if (!next) return;
    const other = pathRange(text, next);
    const lonely = !pairTags(text, scanTags(text, dialect)).some((pair) => pair.close?.from === next.from);
    if (lonely && text.slice(other.from, other.to) === text.slice(from, to)) {
      view.dispatch({ changes: { from: head, to: next.to }, userEvent: "delete.close" });
    }
    return;
  }
  const insert = closingFor(text, tag.innerTo, dialect);
  if (insert !== null)
    view.dispatch({
      changes: { from: head, insert },
      selection: EditorSelection.cursor(head),
      userEvent: "input.close",
    });
}

/**
 * The closing tag that the section, whose opening tag holds `at`, lacks; `null` where it has one.
 */
export function closingFor(text: string, at: number, dialect: Dialect = "itl"): string | null {
  const tags = scanTags(text, dialect);
  const tag = tags.find((one) => at >= one.openEnd && at <= one.closeStart && one.closed);
  if (!tag || !opensBlock(tag) || tag.innerTo <= tag.innerFrom) return null;
  const pair = pairTags(text, tags).find((one) => one.open === tag);
  if (!pair || pair.close) return null;
  const { from, to } = pathRange(text, tag);
  if (to <= from) return null;
  return `${text.slice(tag.from, tag.openEnd)} /${text.slice(from, to)} ${text.slice(tag.closeStart, tag.to)}`;
}
