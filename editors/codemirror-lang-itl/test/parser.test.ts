import { describe, expect, it } from "vitest";
import { ensureSyntaxTree, foldable } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { callAt, itl, parseTemplate } from "../src/index.js";

const tree = (source: string, dialect: "itl" | "mustache" = "itl"): string => parseTemplate(source, dialect).toString();

describe("the syntax tree", () => {
  it("names the parts of a call", () => {
    expect(tree('{{ subject.splitTakeAt(" ", 0).upperCase() }}')).toBe(
      "Template(Tag(TagOpen,Key,Dot,FunctionName,Paren,String,Comma,Number,Paren,Dot,FunctionName,Paren,Paren,TagClose))",
    );
  });

  it("nests sections", () => {
    expect(tree("{{ #a }}{{ b }}{{ /a }}")).toBe(
      "Template(Section(OpenTag(TagOpen,Sigil,Key,TagClose),Tag(TagOpen,Key,TagClose),CloseTag(TagOpen,Sigil,Key,TagClose)))",
    );
  });

  it("knows indexes, loop variables, escapes, comments, delimiters and partials", () => {
    expect(tree('{{ a["x\\"y"][-1] }}{{ @index }}')).toBe(
      "Template(Tag(TagOpen,Key,Bracket,String(Escape),Bracket,Bracket,Number,Bracket,TagClose),Tag(TagOpen,LoopVariable,TagClose))",
    );
    expect(tree("{{! c }}{{=| |=}}|> p|")).toBe(
      "Template(Comment(TagOpen,Sigil,TagClose),Delimiters(TagOpen,Sigil,TagClose),Tag(TagOpen,Sigil,PartialName,TagClose))",
    );
  });

  it("survives every prefix of a long template", () => {
    const source = '{{ #a.where("k", "v") }}{{ x[0].y##trim(()) }}{{{ z }}}{{ /a }}{{=<% %>=}}<%> p %>{{ unclosed "';
    for (let end = 0; end <= source.length; end++) {
      expect(parseTemplate(source.slice(0, end), "itl").length).toBe(end);
    }
  });

  it("survives deep nesting", () => {
    const source = "{{#a}}".repeat(5_000) + "{{/a}}".repeat(5_000);
    expect(parseTemplate(source, "itl").length).toBe(source.length);
  });
});

describe("in a state", () => {
  const state = (doc: string): EditorState => {
    const made = EditorState.create({ doc, extensions: itl() });
    ensureSyntaxTree(made, made.doc.length, 1_000);
    return made;
  };

  it("has its language data where CodeMirror looks for it", () => {
    const made = state("{{ a }}");
    expect(made.languageDataAt("closeBrackets", 3)).toEqual([{ brackets: ["(", "[", '"', "'"] }]);
    const config = { complete: () => null };
    const asked = EditorState.create({ doc: "{{ a }}", extensions: itl({ engine: config }) });
    expect(asked.languageDataAt("autocomplete", 3)).toHaveLength(1);
  });

  it("folds sections", () => {
    const made = state("{{ #a }}\ntext\n{{ /a }}");
    expect(foldable(made, 0, 8)).toEqual({ from: 8, to: 14 });
  });

  it("tells which argument is being written", () => {
    const doc = "{{ a.b.splitTakeAt(' ', 0).trim() }}";
    const made = state(doc);
    expect(callAt(made, doc.indexOf("' '"))).toMatchObject({ name: "splitTakeAt", argument: 0 });
    expect(callAt(made, doc.indexOf("0)"))).toMatchObject({ name: "splitTakeAt", argument: 1 });
    expect(callAt(made, doc.indexOf("trim()") + 5)).toMatchObject({ name: "trim", argument: 0 });
    expect(callAt(made, doc.indexOf(".trim"))).toBeNull();
  });
});
