// @vitest-environment happy-dom
import { CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import {
  closeSection,
  type EngineConfig,
  goToMatchingSection,
  hoverDom,
  itl,
  itlCompletionSource,
  renameSection,
  toEditorDiagnostics,
} from "../src/index.js";

/** `|` marks the cursor. */
function view(text: string, config: Parameters<typeof itl>[0] = {}): EditorView {
  const at = text.indexOf("|");
  const doc = text.replace("|", "");
  return new EditorView({
    state: EditorState.create({
      doc,
      selection: { anchor: Math.max(at, 0) },
      extensions: [EditorState.allowMultipleSelections.of(true), itl(config)],
    }),
    parent: document.body,
  });
}

function shown(v: EditorView): string {
  const { head } = v.state.selection.main;
  const doc = v.state.doc.toString();
  return `${doc.slice(0, head)}|${doc.slice(head)}`;
}

function type(v: EditorView, text: string): void {
  for (const c of text) {
    const { from, to } = v.state.selection.main;
    const handlers = v.state.facet(EditorView.inputHandler);
    const insert = () => v.state.update({ changes: { from, to, insert: c }, selection: { anchor: from + 1 } });
    if (!handlers.some((h) => h(v, from, to, c, insert))) v.dispatch(insert());
  }
}

const run = (v: EditorView, command: StateCommand): boolean =>
  command({ state: v.state, dispatch: (tr) => v.dispatch(tr) });

describe("braces", () => {
  it("close themselves", () => {
    const v = view("Disk |");
    type(v, "{{");
    expect(shown(v)).toBe("Disk {{ | }}");
    type(v, "host");
    expect(shown(v)).toBe("Disk {{ host| }}");
  });

  it("give the same text when the whole tag is typed", () => {
    const v = view("|");
    type(v, "{{ host }} is full");
    expect(shown(v)).toBe("{{ host }} is full|");
    const tight = view("|");
    type(tight, "{{host}}!");
    expect(shown(tight)).toBe("{{ host }}!|");
  });

  it("become three", () => {
    const v = view("|");
    type(v, "{{{ x }}}.");
    expect(shown(v)).toBe("{{{ x }}}.|");
  });

  it("leave single braces and JSON alone", () => {
    const v = view("|");
    type(v, '{"a": {"b": 1}}');
    expect(shown(v)).toBe('{"a": {"b": 1}}|');
  });
});

describe("sections", () => {
  it("are renamed as a pair", () => {
    const v = view("{{ #ale|rts }}x{{ /alerts }}");
    expect(run(v, renameSection)).toBe(true);
    expect(v.state.selection.ranges.map((r) => v.state.sliceDoc(r.from, r.to))).toEqual(["alerts", "alerts"]);
    v.dispatch(v.state.replaceSelection("events"));
    expect(v.state.doc.toString()).toBe("{{ #events }}x{{ /events }}");
  });

  it("keep their calls when renamed", () => {
    const v = view('{{ #a.b.where("k", "v") }}{{ /a.|b }}');
    expect(run(v, renameSection)).toBe(true);
    v.dispatch(v.state.replaceSelection("c"));
    expect(v.state.doc.toString()).toBe('{{ #c.where("k", "v") }}{{ /c }}');
  });

  it("refuse where there is no pair", () => {
    expect(run(view("{{ #a }}|"), renameSection)).toBe(false);
    expect(run(view("te|xt"), renameSection)).toBe(false);
  });

  it("let the cursor jump and the closing tag be written", () => {
    const v = view("{{ #a| }}x{{ /a }}");
    expect(run(v, goToMatchingSection)).toBe(true);
    expect(shown(v)).toBe("{{ #a }}x{{ /|a }}");
    const open = view("{{ #a }}{{ #b.trim() }}text|");
    expect(run(open, closeSection)).toBe(true);
    expect(shown(open)).toBe("{{ #a }}{{ #b.trim() }}text{{ /b }}|");
  });

  it("are lit up at the cursor", () => {
    const v = view("{{ #a| }}x{{ /a }}");
    expect([...v.dom.querySelectorAll(".cm-itl-pair")].map((e) => e.textContent)).toEqual(["{{ #a }}", "{{ /a }}"]);
    v.dispatch({ selection: EditorSelection.cursor(9) });
    expect(view("{{ #a| }}x").dom.querySelector(".cm-itl-lonely")?.textContent).toBe("{{ #a }}");
  });
});

describe("completion", () => {
  const engine: EngineConfig = {
    complete: (source, offset) => ({
      span: { start: source.lastIndexOf(" ", offset - 1) + 1, end: offset },
      items: [
        { label: "host", insert: "host", kind: "key", detail: "text", sample: '"db-7"', doc: null },
        {
          label: "replaceAll",
          insert: "replaceAll()",
          kind: "function",
          detail: "replaceAll(find, with)",
          doc: "Every occurrence",
        },
        { label: "trim", insert: "trim()", kind: "function", detail: "trim()", doc: null },
      ],
    }),
  };
  const ask = async (text: string): Promise<{ v: EditorView; result: CompletionResult | null }> => {
    const v = view(text, { engine });
    return {
      v,
      result: await itlCompletionSource(engine)(new CompletionContext(v.state, v.state.selection.main.head, true)),
    };
  };
  const accept = async (text: string, label: string): Promise<string> => {
    const { v, result } = await ask(text);
    const option = result!.options.find((o) => o.label === label)!;
    (option.apply as (v: EditorView, c: typeof option, from: number, to: number) => void)(
      v,
      option,
      result!.from,
      result!.to ?? v.state.selection.main.head,
    );
    return shown(v);
  };

  it("stays out of plain text", async () => {
    expect((await ask("Disk |")).result).toBeNull();
    expect((await ask("{{ a }}|")).result).toBeNull();
  });

  it("offers what the engine says, inside tags", async () => {
    const { result } = await ask("{{ h| }}");
    expect(result?.from).toBe(3);
    expect(result?.options.map((o) => [o.label, o.type])).toEqual([
      ["host", "property"],
      ["replaceAll", "function"],
      ["trim", "function"],
    ]);
    expect(result?.options[0]?.detail).toBe('text · "db-7"');
    const boosts = result!.options.map((o) => o.boost!);
    expect(boosts).toEqual(boosts.toSorted((a, b) => b - a));
  });

  it("puts the cursor where the argument goes", async () => {
    expect(await accept("{{ h| }}", "host")).toBe("{{ host| }}");
    expect(await accept("{{ r| }}", "replaceAll")).toBe("{{ replaceAll(|) }}");
    expect(await accept("{{ t| }}", "trim")).toBe("{{ trim()| }}");
    expect(await accept("{{ t|() }}", "trim")).toBe("{{ trim|() }}");
  });
});

describe("diagnostics", () => {
  const found = [
    {
      code: "E0201",
      severity: "error" as const,
      message: "unknown function `uperCase`",
      span: { start: 5, end: 13 },
      help: "did you mean `upperCase`?",
      suggestion: { span: { start: 5, end: 13 }, replacement: "upperCase" },
      partial: null,
    },
    { code: "W0301", severity: "warning" as const, message: "in a partial", span: { start: 0, end: 1 }, partial: "p" },
  ];

  it("carry a quick fix that works after the text has moved", () => {
    const v = view("{{ a.uperCase() }}");
    const [diagnostic] = toEditorDiagnostics(found, v.state.doc.length);
    expect(diagnostic).toMatchObject({ from: 5, to: 13, source: "E0201", severity: "error" });
    v.dispatch({ changes: { from: 0, insert: "AB" } });
    diagnostic!.actions![0]!.apply(v, diagnostic!.from + 2, diagnostic!.to + 2);
    expect(v.state.doc.toString()).toBe("AB{{ a.upperCase() }}");
  });

  it("leave out those of partials and never point outside the text", () => {
    const all = toEditorDiagnostics(found, 8);
    expect(all).toHaveLength(1);
    expect(all[0]!.to).toBe(8);
  });

  it("show as text, never as markup", () => {
    const dom = hoverDom({ span: { start: 0, end: 1 }, title: "<b>host</b>", text: null, value: "<img>" });
    expect(dom.querySelector("b, img")).toBeNull();
    expect(dom.textContent).toBe("<b>host</b><img>");
  });
});
