import { describe, expect, it } from "vitest";
import { diff } from "../src/diff.js";

const sides = (before: string, after: string): [string, string] => {
  const all = diff(before, after);
  const only = (kind: string): string =>
    all
      .filter((c) => c.kind === "same" || c.kind === kind)
      .map((c) => c.text)
      .join("");
  return [only("removed"), only("added")];
};

describe("the difference of two texts", () => {
  it.each([
    ["", ""],
    ["a", ""],
    ["", "a b"],
    ["Disk of db-7 is full", "Disk of db-8 is nearly full"],
    ["one two three four", "two four five"],
    ["a\nb\nc\n", "a\nc\nd\n"],
  ])("gives both texts back: %j, %j", (a, b) => {
    expect(sides(a, b)).toEqual([a, b]);
  });

  it("keeps the words that both have", () => {
    expect(diff("the disk is full", "the disk was full").map((c) => [c.kind, c.text])).toEqual([
      ["same", "the disk "],
      ["removed", "is"],
      ["added", "was"],
      ["same", " full"],
    ]);
  });

  it("gives both texts back, whatever they are", () => {
    let seed = 5;
    const next = (n: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
    const text = (): string => Array.from({ length: next(30) }, () => "ab \ncd."[next(7)]).join("");
    for (let i = 0; i < 2_000; i++) {
      const [a, b] = [text(), text()];
      expect(sides(a, b)).toEqual([a, b]);
    }
  });
});
