import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { alertOf, CARRIERS } from "../../src/alert.js";
import { toSource } from "../../src/views/alert.js";

const shared = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../spec-tests/alert-source.json"), "utf8"));

describe("the alert of a source", () => {
  it("is the one that the engine's own crate makes", () => {
    for (const { name, printed, alert } of shared.cases) expect(alertOf(printed), name).toEqual(alert);
    expect(shared.cases.length).toBeGreaterThanOrEqual(10);
  });

  it("comes of fields with the names of the API", () => {
    expect(CARRIERS).toEqual(shared.carriers);
  });

  it("is copied with severities as numbers", () => {
    const docs = [
      ["priority", "{{ p }}\n"],
      ["severity", "{{ s }}"],
      ["services", "{{ a }}"],
      ["links", "{{ url }}"],
    ] as const;
    const mappings = [
      { field: "priority", value: "crit", to: "HIGH" },
      { field: "severity", value: "crit", to: "1" },
    ] as const;
    expect(toSource(docs, mappings)).toEqual({
      priorityTemplate: {
        valueTemplate: { textTemplate: "{{ p }}" },
        mappings: [{ value: "crit", priority: "HIGH" }],
      },
      severityTemplate: { valueTemplate: { textTemplate: "{{ s }}" }, mappings: [{ value: "crit", severity: 1 }] },
      servicesTemplate: [{ textTemplate: "{{ a }}" }],
      linkTemplates: [{ text: "Link", hrefTemplate: { textTemplate: "{{ url }}" } }],
    });
  });
});
