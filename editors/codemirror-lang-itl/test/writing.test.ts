// @vitest-environment happy-dom
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import {
  allFixes,
  fieldsOf,
  itl,
  nextField,
  plainNewline,
  previousField,
  scanTags,
  suggestionFor,
} from "../src/index.js";

/** `|` marks the cursor. */
function view(text: string): EditorView {
  const at = text.indexOf("|");
  return new EditorView({
    state: EditorState.create({
      doc: text.replace("|", ""),
      selection: { anchor: Math.max(at, 0) },
      extensions: [itl()],
    }),
    parent: document.body,
  });
}
/** `[…]` is the selection. */
function shown(v: EditorView): string {
  const { from, to } = v.state.selection.main;
  const doc = v.state.doc.toString();
  return from === to
    ? `${doc.slice(0, from)}|${doc.slice(from)}`
    : `${doc.slice(0, from)}[${doc.slice(from, to)}]${doc.slice(to)}`;
}
function type(v: EditorView, text: string): void {
  for (const c of text) {
    const { from, to } = v.state.selection.main;
    const insert = () => v.state.update({ changes: { from, to, insert: c }, selection: { anchor: from + 1 } });
    if (!v.state.facet(EditorView.inputHandler).some((h) => h(v, from, to, c, insert))) v.dispatch(insert());
  }
}

describe("Tab", () => {
  it("walks the arguments, then after the call, then after the tag", () => {
    const v = view('a {{ xs.where("|", "") }} b');
    nextField()(v);
    expect(shown(v)).toBe('a {{ xs.where("", "|") }} b');
    nextField()(v);
    expect(shown(v)).toBe('a {{ xs.where("", "")| }} b');
    nextField()(v);
    expect(shown(v)).toBe('a {{ xs.where("", "") }}| b');
    expect(nextField()(v)).toBe(false);
  });

  it("selects what an argument holds, and goes back with Shift", () => {
    const v = view('{{ xs.where("|status", "firing").slice(0, 3) }}');
    nextField()(v);
    expect(shown(v)).toBe('{{ xs.where("status", "[firing]").slice(0, 3) }}');
    nextField()(v);
    expect(shown(v)).toBe('{{ xs.where("status", "firing").slice([0], 3) }}');
    previousField()(v);
    expect(shown(v)).toBe('{{ xs.where("status", "[firing]").slice(0, 3) }}');
  });

  it("knows quotes, commas and escapes", () => {
    const text = '{{ a.replaceAll("x, \\") y", ",").trim() }}';
    expect(fieldsOf(text, scanTags(text)[0]!).map((f) => text.slice(f.from, f.to))).toEqual(['x, \\") y', ",", "", ""]);
  });
});

describe("typing", () => {
  it("a quote steps over the one that is there", () => {
    const v = view('{{ a.equals("|") }}');
    type(v, 'x"');
    expect(shown(v)).toBe('{{ a.equals("x"|) }}');
    const w = view('{{ a.equals("|") }}');
    type(w, "it's");
    expect(shown(w)).toBe(`{{ a.equals("it's|") }}`);
  });

  it("an opening tag writes its closing one, once", () => {
    const v = view("|");
    type(v, "{{ #alerts }}");
    expect(shown(v)).toBe("{{ #alerts }}|{{ /alerts }}");
    type(v, "{{ name }}, {{ /alerts }}.");
    expect(shown(v)).toBe("{{ #alerts }}{{ name }}, {{ /alerts }}.|");
    const w = view("|{{ /alerts }}");
    type(w, "{{ #alerts }}");
    expect(shown(w)).toBe("{{ #alerts }}|{{ /alerts }}");
    const x = view("|");
    type(x, '{{ #xs.where("a", "b") }}');
    expect(shown(x)).toBe('{{ #xs.where("a", "b") }}|{{ /xs }}');
  });

  it("Enter writes a line end and nothing that would be printed", () => {
    const v = view("{{ #alerts }}\n  - {{ name }}|\n{{ /alerts }}");
    plainNewline({ state: v.state, dispatch: (tr) => v.dispatch(tr) });
    expect(shown(v)).toBe("{{ #alerts }}\n  - {{ name }}\n|\n{{ /alerts }}");
  });
});

describe("mistakes of the structure", () => {
  const mended = (text: string, code: string, at: string): string => {
    const start = text.indexOf(at);
    const found = suggestionFor(text, {
      code,
      severity: "error",
      message: "",
      span: { start, end: start + at.length },
    });
    return found ? text.slice(0, found.span.start) + found.replacement + text.slice(found.span.end) : text;
  };
  it.each([
    ["{{ #alerts }}{{ name }}{{ /alert }}", "E0111", "{{ /alert }}", "{{ #alerts }}{{ name }}{{ /alerts }}"],
    ["{{ #a }}{{ #b }}x{{ /c }}{{ /a }}", "E0111", "{{ /c }}", "{{ #a }}{{ #b }}x{{ /b }}{{ /a }}"],
    ["{{ name }}{{ /alerts }}", "E0112", "{{ /alerts }}", "{{ name }}"],
    ["{{ #alerts }}{{ name }}", "E0110", "{{ #alerts }}", "{{ #alerts }}{{ name }}{{ /alerts }}"],
    ["{{ #alerts }}\n- {{ name }}\n", "E0110", "{{ #alerts }}", "{{ #alerts }}\n- {{ name }}\n{{ /alerts }}\n"],
    ["{{ #a }}\n{{ #b }}\nx\n{{ /a }}", "E0110", "{{ #b }}", "{{ #a }}\n{{ #b }}\nx\n{{ /b }}\n{{ /a }}"],
    ["Disk full on {{ host", "E0101", "{{ host", "Disk full on {{ host }}"],
    ["Disk full on {{ host today\nx", "E0101", "{{ host today", "Disk full on {{ host }} today\nx"],
    ['{{ host.append("a) }}', "E0104", '"a) ', '{{ host.append("a") }}'],
    ['{{ host.append("a" }}', "E0105", "(", '{{ host.append("a") }}'],
  ])("%j, %s", (text, code, at, expected) => {
    expect(mended(text, code, at)).toBe(expected);
  });

  it("are mended together where they do not overlap", () => {
    const d = (start: number, end: number, replacement: string) => ({
      code: "X",
      severity: "error" as const,
      message: "",
      span: { start, end },
      suggestion: { span: { start, end }, replacement },
    });
    expect(allFixes("abcdef", [d(3, 4, "X"), d(0, 2, "Y"), d(1, 3, "Z")])).toEqual([
      { from: 0, to: 2, insert: "Y" },
      { from: 3, to: 4, insert: "X" },
    ]);
  });
});
