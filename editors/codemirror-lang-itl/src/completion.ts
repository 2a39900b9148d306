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
import { type Tag, scanTags } from "./scan.js";

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
    // Typing in a string or a comment asks for nothing; the keyboard shortcut still does.
    if (!context.explicit && (tag.sigil === "!" || tag.sigil === "=")) return null;
    const found = await config.complete(source, context.pos);
    if (!found || context.aborted || found.items.length === 0) return null;
    const typed = source.slice(found.span.start, context.pos);
    return {
      from: found.span.start,
      to: Math.max(found.span.end, context.pos),
      options: found.items.map((item, i) => option(item, tag, i)),
      // While a plain word is typed the list is narrowed in the editor; a dot asks again.
      validFor: /^[\w@$-]*$/.test(typed) ? /^[\w@$-]*$/ : undefined,
    };
  };
}

function option(item: EngineCompletions["items"][number], tag: Tag, position: number): Completion {
  const detail = [item.detail, item.sample].filter(Boolean).join(" · ");
  return {
    label: item.label,
    type: TYPES[item.kind] ?? "text",
    // Among equal matches the engine's order holds: the nearest first.
    boost: Math.max(-99, -position / 100),
    ...(detail ? { detail } : {}),
    ...(item.doc ? { info: item.doc } : {}),
    apply: (view: EditorView, completion: Completion, from: number, to: number): void => {
      const { insert, cursor } = insertion(view, item, tag, from, to);
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + cursor },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
      // Inside a call the next question is what to put there.
      if (insert[cursor] === ")") startCompletion(view);
    },
  };
}

function insertion(
  view: EditorView,
  item: EngineCompletions["items"][number],
  tag: Tag,
  from: number,
  to: number,
): { insert: string; cursor: number } {
  const { doc } = view.state;
  let insert = item.insert;
  if (insert.includes("(") && doc.sliceString(to, to + 1) === "(") {
    // The parentheses are there already.
    insert = insert.slice(0, insert.indexOf("("));
    return { insert, cursor: insert.length };
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
      return { insert, cursor: call + (quoted ? 2 : 1) };
    }
  }
  return { insert, cursor: tight ? insert.length - 1 : insert.length };
}
