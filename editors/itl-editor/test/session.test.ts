// @vitest-environment node
import { describe, expect, it } from "vitest";
import { Session } from "../src/engine/session.js";
import * as words from "../src/engine/words.js";
import type { Setting } from "../src/engine/protocol.js";

const EVENTS = [
  {
    status: "firing",
    commonLabels: { severity: "critical", team: "storage" },
    alerts: [
      { status: "firing", labels: { instance: "db-7" }, startsAt: "2026-03-14T02:17:43Z" },
      { status: "firing", labels: { instance: "db-8" }, startsAt: "2026-03-14T02:18:43Z" },
      { status: "resolved", labels: { instance: "db-9" } },
    ],
  },
  { status: "resolved", commonLabels: { severity: "warning" }, alerts: [] },
];

function session(events: unknown[] = EVENTS): Session {
  const one = new Session();
  one.words = words;
  one.take({
    count: events.length,
    changed: events.map((event, i) => [i, { name: `e${i}`, text: JSON.stringify(event) }]),
  });
  return one;
}
/** `|` is the cursor. */
function setting(marked: string, more: Partial<Setting> = {}): Setting & { event: number; offset: number } {
  const offset = Math.max(0, marked.indexOf("|"));
  const text = marked.replace("|", "");
  return {
    docs: [{ name: "t", text, partial: false }],
    doc: 0,
    dialect: "itl",
    escape: null,
    timezone: "UTC",
    now: Date.UTC(2026, 2, 14, 3),
    target: "full",
    event: 0,
    offset,
    ...more,
  };
}
const offers = (marked: string, more?: Partial<Setting>) =>
  session().answer("complete", setting(marked, more))?.items ?? [];
const best = (marked: string, more?: Partial<Setting>): string[] =>
  offers(marked, more)
    .toSorted((a, b) => (b.rank ?? 0) - (a.rank ?? 0))
    .map((item) => item.label);

describe("what is offered", () => {
  it("are the values of the events with their counts", () => {
    expect(
      offers('{{ alerts.where("status", "|") }}')
        .slice(0, 2)
        .map((i) => [i.insert, i.detail]),
    ).toEqual([
      ["firing", "2×"],
      ["resolved", "1×"],
    ]);
    expect(offers('{{ #status.equals("|") }}').map((i) => i.insert)).toEqual(["firing", "resolved"]);
    expect(offers('{{ #alerts }}{{ labels.instance.equals("|") }}{{ /alerts }}').map((i) => i.insert)).toEqual([
      "db-7",
      "db-8",
      "db-9",
    ]);
    expect(
      offers("{{ status.equals(|) }}")
        .map((i) => i.insert)
        .slice(0, 2),
    ).toEqual(['"firing"', '"resolved"']);
  });

  it("are the keys of the items, nested ones too", () => {
    expect(offers('{{ alerts.pluck("|") }}').map((i) => i.label)).toEqual(
      expect.arrayContaining(["status", "labels.instance"]),
    );
  });

  it("are keys at any depth, and by other names", () => {
    expect(offers("{{ | }}").map((i) => i.label)).toContain("commonLabels.severity");
    expect(offers("{{ #alerts }}{{ | }}{{ /alerts }}").find((i) => i.match === "host")?.label).toBe("labels.instance");
  });

  it("are functions that fit, each with what it gives here", () => {
    expect(best("{{ alerts.| }}").slice(0, 2)).toEqual(["where", "length"]);
    expect(offers("{{ alerts.| }}").find((i) => i.label === "length")?.sample).toBe("→ 3");
    expect(offers("{{ status.| }}").find((i) => i.label === "upperCase")?.sample).toBe("→ FIRING");
    expect(best("{{ #alerts }}{{ startsAt.| }}{{ /alerts }}")[0]).toBe("formatDateString");
  });

  it("are only ilert's own functions where the target is ilert", () => {
    expect(best("{{ status.| }}", { target: "ilert" })).not.toContain("trim");
    expect(best("{{ status.| }}", { target: "ilert" })).toContain("upperCase");
  });

  it("are nothing in a template that is broken there", () => {
    for (const marked of ['{{ ))).where("|', "{{ a(b(|", "{{ .|", "{{ alerts[|", "{{ x.nope().|"])
      expect(() => offers(marked)).not.toThrow();
  });
});

describe("several events", () => {
  it("tell in which of them something is missing", () => {
    const [found] = session().answer("checkEvents", setting("{{ commonLabels.team }}"));
    expect(found).toMatchObject({ events: [1], diagnostic: { code: "W0301" } });
  });

  it("keep the last text that could be read", () => {
    const one = session();
    one.take({ count: 2, changed: [[0, { name: "e0", text: '{"status": ' }]] });
    const job = { ...setting("{{ status }}"), budget: null, strict: false, messages: false, to: "openai" as const };
    const rendered = one.answer("render", job);
    expect(rendered.result.text).toBe("firing");
    expect(rendered.payloadError).not.toBeNull();
  });

  it("are printed together", () => {
    const printed = session().answer("renderMany", {
      ...setting("{{ status }}"),
      pairs: [
        [0, 0],
        [0, 1],
      ],
      trace: false,
    });
    expect(printed.map((p) => p.text)).toEqual(["firing", "resolved"]);
  });
});

describe("repairs", () => {
  it("are applied until none is left", () => {
    const { text, applied } = session().answer("translate", {
      ...setting(""),
      source: "{{ status.uperCase() }} {{ status.lowercase() }}",
    });
    expect(text).toBe("{{ status.upperCase() }} {{ status.lowerCase() }}");
    expect(applied).toBe(2);
  });
});
