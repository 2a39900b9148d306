import { LanguageSupport, StreamLanguage, foldService } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

/** JSON for the payload's editor: colours and folds. A parser of its own would weigh more than all of this. */
export function json(): LanguageSupport {
  return new LanguageSupport(language, [foldService.of(fold)]);
}

const language = StreamLanguage.define<{ depth: number }>({
  name: "json",
  startState: () => ({ depth: 0 }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    const c = stream.next();
    if (c === '"') {
      stream.match(/^(?:[^"\\]|\\.)*"?/);
      return stream.match(/^\s*:/, false) ? "propertyName" : "string";
    }
    if (c === "[" || c === "{") state.depth++;
    else if (c === "]" || c === "}") state.depth = Math.max(0, state.depth - 1);
    else if (c && /[-\d]/.test(c)) {
      stream.match(/^[\d.eE+-]+/);
      return "number";
    } else if (c && /[a-z]/.test(c)) {
      stream.match(/^[a-z]+/);
      return /^(?:true|false|null)$/.test(stream.current()) ? "bool" : "invalid";
    }
    return null;
  },
  languageData: { closeBrackets: { brackets: ["[", "{", '"'] }, indentOnInput: /^\s*[}\]]$/ },
  indent: (state, after, context) => Math.max(0, state.depth - (/^\s*[}\]]/.test(after) ? 1 : 0)) * context.unit,
});

/** From the bracket at a line's end to the one that closes it. */
function fold(state: EditorState, lineStart: number, lineEnd: number): { from: number; to: number } | null {
  const open = /[[{]\s*$/.exec(state.doc.sliceString(lineStart, lineEnd));
  if (!open) return null;
  const from = lineStart + open.index + 1;
  const text = state.doc.sliceString(from, Math.min(state.doc.length, from + 200_000));
  let depth = 1;
  for (const match of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (match[0] === "[" || match[0] === "{") depth++;
    else if (match[0] === "]" || match[0] === "}") depth--;
    if (depth === 0) {
      const to = from + match.index;
      return to > lineEnd ? { from, to } : null;
    }
  }
  return null;
}
