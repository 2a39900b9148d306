import { describe, expect, it } from "vitest";
import { listFacts, listShape } from "../src/shapes.js";

const base = { path: "alerts", key: "", value: "", max: null, as: "lines" as const, field: "name" };

describe("shapes of a list", () => {
  it("are loops with conditions and cuts", () => {
    expect(listShape(base).text).toBe("{{ #alerts }}\n- {{ name }}\n{{ /alerts }}\n");
    expect(listShape({ ...base, key: "status", value: "firing", max: 3 }).text).toBe(
      '{{ #alerts.where("status", "firing").slice(0, 3) }}\n- {{ name }}\n{{ /alerts }}\n{{ #alerts.where("status", "firing").slice(3).length().greaterThan(0) }}\nand {{ alerts.where("status", "firing").slice(3).length() }} more\n{{ /alerts }}\n',
    );
    expect(listShape({ ...base, as: "count" }).text).toBe("{{ alerts.length() }}");
    expect(listShape({ ...base, as: "joined" }).text).toBe('{{ alerts.pluck("name").join(", ") }}');
    expect(listShape({ ...base, as: "joined" }, "ilert").text).toBe('{{ alerts.joinFromObjectArray("name",", ") }}');
  });

  it("know the values of each key and how often they are there", () => {
    const facts = listFacts("a", [{ s: "x", l: { h: 1 } }, { s: "y" }, { s: "x" }]);
    expect(facts.keys[0]).toEqual({
      key: "s",
      values: [
        ["x", 2],
        ["y", 1],
      ],
    });
    expect(facts.fields).toEqual(["s", "l.h"]);
    expect(listFacts("a", ["x"]).fields).toEqual(["."]);
  });
});
