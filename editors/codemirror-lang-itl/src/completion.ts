import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  pickedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { EngineCompletions, EngineConfig } from "./engine.js";
import { closingFor } from "./input.js";
import { scanTags, type Tag } from "./scan.js";

type Item = EngineCompletions["items"][number];

/** CodeMirror draws an icon for each of these. */
const TYPES: Record<string, string> = {
  key: "property",
  path: "property",
  index: "property",
  function: "function",
  section: "keyword",
  close: "keyword",
  "loop-variable": "variable",
  partial: "text",
  block: "text",
  argument: "constant",
};

function tagAt(text: string, at: number, config: EngineConfig): Tag | undefined {
  return scanTags(text, config.dialect).find(
    (tag) => at >= tag.openEnd && (tag.closed ? at <= tag.closeStart : at <= tag.to),
  );
}

/** A completion source that asks the engine. Only inside tags. */
export function itlCompletionSource(config: EngineConfig): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    if (!config.complete) return null;
    const source = context.state.doc.toString();
    const tag = tagAt(source, context.pos, config);
    if (!tag) return null;
    // A comment asks for nothing; the keyboard shortcut still does.
    if (!context.explicit && (tag.sigil === "!" || tag.sigil === "=")) return null;
    const found = await config.complete(source, context.pos);
    if (!found || context.aborted || found.items.length === 0) return null;
    const typed = source.slice(found.span.start, context.pos);
    return {
      from: found.span.start,
      to: Math.max(found.span.end, context.pos),
      options: found.items.map((item, i) => option(item, tag, i, config)),
      // While a plain word is typed the list is narrowed in the editor; a dot asks again.
      validFor: /^[\w@$-]*$/.test(typed) ? /^[\w@$-]*$/ : undefined,
    };
  };
}

function option(item: Item, tag: Tag, position: number, config: EngineConfig): Completion {
  const detail = [item.match && `“${item.match}”`, item.detail, item.sample].filter(Boolean).join(" · ");
  return {
    // A key found under another name is compared with that name.
    label: item.match ?? item.label,
    ...(item.match ? { displayLabel: item.label } : {}),
    type: TYPES[item.kind] ?? "text",
    // Among equal matches the engine's order holds: the nearest first.
    boost: Math.max(-99, Math.min(99, item.rank ?? -position / 100)),
    ...(detail ? { detail } : {}),
    ...(item.doc ? { info: item.doc } : {}),
    apply: (view: EditorView, completion: Completion, from: number, to: number): void => {
      const { insert, cursor, end, closing } = insertion(view, item, tag, from, to, config);
      view.dispatch({
        changes: [{ from, to: Math.max(to, end), insert }, ...(closing ? [closing] : [])],
        selection: { anchor: from + cursor },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
      // Inside a call the next question is what to put there.
      const { head } = view.state.selection.main;
      if (/^["')]/.test(view.state.sliceDoc(head, head + 1)) && item.kind === "function") startCompletion(view);
    },
  };
}

interface Insertion {
  insert: string;
  /** Where the cursor goes, counted from the insertion. */
  cursor: number;
  /** What is replaced ends here at least. */
  end: number;
  /** The closing tag of a section whose opening one is written. */
  closing: { from: number; insert: string } | null;
}

function insertion(view: EditorView, item: Item, tag: Tag, from: number, to: number, config: EngineConfig): Insertion {
  const { doc } = view.state;
  let insert = item.insert;
  const none = { end: to, closing: null };
  if (insert.includes("(") && doc.sliceString(to, to + 1) === "(") {
    // The parentheses are there already.
    insert = insert.slice(0, insert.indexOf("("));
    return { insert, cursor: insert.length, ...none };
  }
  if (item.kind === "argument") {
    // The quote that closes the argument is there already, or is written along.
    const opened = from > 0 ? doc.sliceString(from - 1, from) : "";
    const next = doc.sliceString(to, to + 1);
    if ((opened === '"' || opened === "'") && !/^["']/.test(insert) && next !== opened) insert += opened;
    return { insert, cursor: insert.length, ...none };
  }
  // `{{|}}` becomes `{{ name }}`, the way canonical text has it.
  const tight = tag.closed && from === tag.openEnd && tag.openEnd === tag.closeStart && to === from;
  if (tight) insert = ` ${insert} `;
  const call = insert.lastIndexOf("(");
  const empty = /\((?:""|'')?(?:,.*)?\)\s*$/.exec(insert);
  if (item.kind === "function" && call >= 0) {
    const takesArguments = item.detail === null || !/\(\s*\)/.test(item.detail);
    if (takesArguments && empty) {
      const quoted = insert[call + 1] === '"' || insert[call + 1] === "'";
      return { insert, cursor: call + (quoted ? 2 : 1), ...none };
    }
  }
  const cursor = tight ? insert.length - 1 : insert.length;
  const end = Math.max(tag.to, to);
  const written = tag.closed && "#^".includes(tag.sigil || " ") && ["key", "index", "path"].includes(item.kind);
  const text = doc.toString();
  const closing = written
    ? closingFor(text.slice(0, from) + insert + text.slice(to), from + cursor, config.dialect)
    : null;
  return { insert, cursor, end: to, closing: closing === null ? null : { from: end, insert: closing } };
}
