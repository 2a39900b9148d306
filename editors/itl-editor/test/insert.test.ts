import { describe, expect, it } from "vitest";
import { insertTree, pathText, places, tagFor, type Step } from "../src/insert.js";

const key = (name: string): Step => ({ key: name });
const each: Step = { each: true };

describe("paths", () => {
  it.each([
    [["labels", "host"], "labels.host"],
    [["labels", "app.kubernetes.io/name"], 'labels["app.kubernetes.io/name"]'],
    [["a b"], "a\\ b"],
    [["$ref"], "\\$ref"],
    [["labels", "$ref"], 'labels["$ref"]'],
    [["x", 'qu"ote'], 'x["qu\\"ote"]'],
    [[], "."],
    [["größe"], "größe"],
  ] as const)("%j is %s", (keys, text) => {
    expect(pathText(keys)).toBe(text);
  });
});

describe("what is inserted", () => {
  it("is a tag, with a loop for each list on the way", () => {
    expect(tagFor([key("status")], [], false).text).toBe("{{ status }}");
    expect(tagFor([key("alerts"), each, key("labels"), key("host")], [], false).text).toBe(
      "{{ #alerts }}{{ labels.host }}{{ /alerts }}",
    );
    expect(tagFor([key("a"), each, key("b"), each, key("c")], [], false).text).toBe(
      "{{ #a }}{{ #b }}{{ c }}{{ /b }}{{ /a }}",
    );
  });

  it("leaves out the loops the cursor stands in", () => {
    expect(tagFor([key("alerts"), each, key("labels"), key("host")], ["alerts"], false).text).toBe("{{ labels.host }}");
    expect(tagFor([key("a"), each, key("b"), each, key("c")], ["a"], false).text).toBe("{{ #b }}{{ c }}{{ /b }}");
    expect(tagFor([key("status")], ["alerts"], false).text).toBe("{{ status }}");
  });

  it("is a loop for a list, with the cursor inside", () => {
    const { text, cursor } = tagFor([key("alerts")], [], true);
    expect(`${text.slice(0, cursor)}|${text.slice(cursor)}`).toBe("{{ #alerts }}\n|\n{{ /alerts }}");
  });
});

describe("the tree", () => {
  const payload = { status: "firing", alerts: [{ host: "a" }, { host: "b", port: 1 }], tags: ["x"], empty: [] };

  it("gathers the keys of all items of a list", () => {
    expect(places(payload).map((p) => [p.name, p.depth])).toEqual([
      ["status", 0],
      ["alerts", 0],
      ["host", 1],
      ["port", 1],
      ["tags", 0],
      ["each item", 1],
      ["empty", 0],
    ]);
  });

  it("survives any JSON", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 500; i++) deep = { a: deep };
    for (const value of [null, 1, "x", [], {}, [[1]], [[{ a: 1 }]], deep]) expect(() => places(value)).not.toThrow();
    expect(
      places(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]))).length,
    ).toBeLessThanOrEqual(3_000);
  });

  it("is searched and chosen from with the keyboard", () => {
    const dialog = document.createElement("div");
    document.body.append(dialog);
    let chosen = "";
    insertTree(dialog, { payload, open: ["alerts"], choose: (text) => (chosen = text), close: () => {} });
    const search = dialog.querySelector("input")!;
    search.value = "port";
    search.dispatchEvent(new Event("input"));
    expect([...dialog.querySelectorAll("[role=treeitem] .tree-name")].map((e) => e.textContent)).toEqual([
      "alerts[].port",
    ]);
    search.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect(chosen).toBe("{{ port }}");
  });
});
