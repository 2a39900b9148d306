import { foldable } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { json } from "../src/json-editor.js";
import { jsonProblems } from "../src/json-problems.js";

const valid = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("the payload's editor", () => {
  it("folds from a bracket to its partner, strings aside", () => {
    const doc = '{\n  "a": [\n    "]", 1\n  ],\n  "b": {}\n}';
    const state = EditorState.create({ doc, extensions: json() });
    const line = (n: number): [number, number] => [state.doc.line(n).from, state.doc.line(n).to];
    expect(foldable(state, ...line(1))).toEqual({ from: 1, to: doc.length - 1 });
    expect(foldable(state, ...line(2))).toEqual({ from: doc.indexOf("[") + 1, to: doc.lastIndexOf("]") });
    expect(foldable(state, ...line(5))).toBeNull();
  });

  it.each([
    ["", 0, "empty"],
    ['{"a": x}', 6, "double quotes"],
    ['{\n"a": 1,\n}', 10, "comma too many"],
    ["[1,]", 3, "comma too many"],
    ['{"a" 1}', 5, "colon"],
    ['{"a": 1 "b": 2}', 8, "comma is missing"],
    ['{"a": ', 4, "ends before"],
    ["[1}", 2, "closes nothing"],
    ['{"a": "x}', 6, "never closed"],
    ['{"a": 01}', 6, "number"],
    ["{} {}", 3, "after the end"],
    ["{'a': 1}", 1, "double quotes"],
    ['{"a": "\\x"}', 6, "escape"],
    ["[1, // c\n2]", 4, "comments"],
  ])("says where JSON breaks off: %j", (text, at, words) => {
    const [found] = jsonProblems(text);
    expect(found).toMatchObject({ severity: "error", from: at });
    expect(found!.message).toContain(words);
  });

  it("agrees with JSON.parse on any text", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"\\u00e9"',
      "1",
      "-0.5e+3",
      "01",
      "1.",
      "tru",
      "true",
      "null",
      " ",
      "\n",
      '"',
      "\\",
    ];
    let seed = 11;
    const next = (n: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
    let good = 0;
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from({ length: 1 + next(7) }, () => pieces[next(pieces.length)]).join("");
      if (text.trim() === "") continue;
      expect(jsonProblems(text).length === 0, text).toBe(valid(text));
      if (valid(text)) good++;
    }
    expect(good).toBeGreaterThan(300);
  });
});
