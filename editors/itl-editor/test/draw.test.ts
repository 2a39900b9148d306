import type { Traced } from "itl-wasm";
import { describe, expect, it } from "vitest";
import { jsonNodes } from "../src/destinations/json.js";
import { markdownNodes } from "../src/destinations/markdown.js";
import { slackNodes } from "../src/destinations/slack.js";
import { h } from "../src/dom.js";
import { MappedText } from "../src/mapped.js";

/** `«…»` marks what a tag wrote. */
function mapped(marked: string, invisibles = false): MappedText {
  const trace: Traced[] = [];
  let text = "";
  for (const part of marked.split(/(«[^»]*»)/)) {
    const piece = part.startsWith("«") ? part.slice(1, -1) : null;
    const output = { start: text.length, end: text.length + (piece ?? part).length, byteStart: 0, byteEnd: 0 };
    if (piece !== null)
      trace.push({
        tag: { start: trace.length * 10, end: trace.length * 10 + 5, byteStart: 0, byteEnd: 0, line: 1, column: 1 },
        partial: null,
        output,
        steps: 1,
      });
    text += piece ?? part;
  }
  return new MappedText(text, trace, () => false, invisibles);
}
const html = (nodes: Node): string =>
  h("div", {}, nodes).innerHTML.replace(/ class="piece" data-piece="(\d+)"(?: data-first="")?/g, " $1");

describe("mapped text", () => {
  it("marks what tags wrote, also in part", () => {
    const m = mapped("on «db-7», «up»");
    expect(html(m.nodes())).toBe("on <span 0>db-7</span>, <span 1>up</span>");
    expect(html(m.nodes(1, 5))).toBe("n <span 0>db</span>");
    expect(html(m.nodes(5, 11))).toBe("<span 0>-7</span>, <span 1>up</span>");
  });

  it("never makes markup of a value", () => {
    const div = h("div", {}, mapped("«<img src=x onerror=alert(1)>»").nodes());
    expect(div.querySelector("img")).toBeNull();
    expect(div.textContent).toBe("<img src=x onerror=alert(1)>");
  });

  it("marks what broken tags wrote", () => {
    const span = (start: number, end: number) => ({ start, end, byteStart: start, byteEnd: end, line: 1, column: 1 });
    const one = (tag: number, start: number) => ({
      tag: span(tag, tag + 8),
      partial: null,
      steps: 1,
      output: { start, end: start + 8, byteStart: start, byteEnd: start + 8 },
    });
    const m = new MappedText(
      "{{ x( }} a {{ x( }} b",
      [one(20, 0), one(3, 11)],
      ({ tag }, wrote) => tag.start === 3 && wrote === "{{ x( }}",
      false,
    );
    expect(m.pieces.map((piece) => [piece.from, piece.to, piece.broken])).toEqual([
      [0, 8, false],
      [11, 19, true],
    ]);
  });

  it("takes the innermost of nested pieces", () => {
    const span = (start: number, end: number) => ({ start, end, byteStart: start, byteEnd: end, line: 1, column: 1 });
    const range = (start: number, end: number) => ({ start, end, byteStart: start, byteEnd: end });
    const m = new MappedText(
      "abcdef",
      [
        { tag: span(0, 1), partial: null, output: range(0, 6), steps: 1 },
        { tag: span(2, 3), partial: "p", output: range(2, 4), steps: 1 },
      ],
      () => false,
      false,
    );
    expect(m.pieces.map((p) => [p.from, p.to])).toEqual([[2, 4]]);
  });

  it("shows invisible characters and still copies them", () => {
    const div = h("div", {}, mapped("a b\u200bc\n", true).nodes());
    expect([...div.querySelectorAll(".invisible")].map((e) => e.getAttribute("data-sign"))).toEqual(["·", "ZWSP", "↵"]);
    expect(div.textContent).toBe("a b\u200bc\n");
  });
});

describe("Slack", () => {
  it.each([
    ["*«bold»* _it_ ~no~ `c*d*`", "<b><span 0>bold</span></b> <i>it</i> <s>no</s> <code>c*d*</code>"],
    [
      "«a &lt;b&gt; &amp;»",
      "<span 0>a </span><span 0>&lt;</span><span 0>b</span><span 0>&gt;</span><span 0> </span><span 0>&amp;</span>",
    ],
    [
      "<!channel> <https://a.example/?x|the «run»book>",
      '<span class="mention">@channel</span> <span class="link" title="https://a.example/?x">the <span 0>run</span>book</span>',
    ],
    ["> quoted\nnot", "<blockquote>quoted</blockquote>not"],
    ["```\ncode *x*\n```\nafter", "<pre>code *x*\n</pre>after"],
    ["2*3*4 snake_case_name", "2*3*4 snake_case_name"],
    ["```never closed", "```never closed"],
  ])("%s", (text, expected) => {
    expect(html(slackNodes(mapped(text)))).toBe(expected);
  });

  it("ends on any text", () => {
    const alphabet = "*_~`<>|!@ \nab&lt;:/";
    let seed = 7;
    for (let n = 0; n < 400; n++) {
      let text = "";
      for (let i = 0; i < 40; i++)
        text += alphabet[(seed = (seed * 1103515245 + 12345) & 0x7fffffff) % alphabet.length];
      expect(() => slackNodes(mapped(text))).not.toThrow();
      expect(() => markdownNodes(mapped(text))).not.toThrow();
      expect(() => jsonNodes(mapped(text))).not.toThrow();
    }
  });
});

describe("Markdown", () => {
  it.each([
    [
      "**bold** _it_ `c` [t](https://a.example)",
      '<b>bold</b> <i>it</i> <code>c</code> <span class="link" title="https://a.example">t</span>',
    ],
    ["«a\\*b\\*»", "<span 0>a</span><span 0>*</span><span 0>b</span><span 0>*</span>"],
    ["- one\n- «two»\nend", "<ul><li>one</li><li><span 0>two</span></li></ul>end"],
    ["«&#32;a &lt;b»", "<span 0> </span><span 0>a </span><span 0>&lt;</span><span 0>b</span>"],
    ["3. x", '<ol start="3"><li>x</li></ol>'],
    ["# Head\ntext\n", '<p class="heading">Head</p>text\n'],
  ])("%s", (text, expected) => {
    expect(html(markdownNodes(mapped(text)))).toBe(expected);
  });
});

describe("JSON", () => {
  it("is laid out with its numbers and keys as they are", () => {
    const div = h("div", {}, jsonNodes(mapped('{"b":1.0,"a":["«x\\"{»",{}], "n": 12345678901234567890}')));
    expect(div.textContent).toBe(
      '{\n  "b": 1.0,\n  "a": [\n    "x\\"{",\n    {}\n  ],\n  "n": 12345678901234567890\n}',
    );
    expect(div.querySelector("[data-piece]")?.textContent).toBe('x\\"{');
  });
});
