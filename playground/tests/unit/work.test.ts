import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecipes } from "../../gallery-data.js";
import { curlBody, splitEvents, tidyJson } from "../../src/events.js";
import { readFiles } from "../../src/files.js";
import { readProject, summary } from "../../src/project.js";
import { fromFragment, toFragment } from "../../src/share.js";
import { keyWarnings } from "../../src/key-warnings.js";
import { toSource } from "../../src/views/alert.js";
import { fromTestFile, toTestFile } from "../../src/testing.js";
import { mergeProblems } from "@itl/editor";
import { emptyWorkspace, readWorkspace } from "../../src/workspace.js";

const work = {
  ...emptyWorkspace(),
  title: "T 🔥",
  docs: [
    { name: "a", text: "{{ x }} ü", partial: false },
    { name: "p", text: "P", partial: true },
  ],
  events: [
    { name: "firing", text: '{"x": 1.0}' },
    { name: "resolved", text: '{"x": 2}' },
  ],
  active: 1,
  now: 5,
};

describe("links", () => {
  it("hold everything", async () => {
    const fragment = await toFragment(work);
    expect(fragment).toMatch(/^#w=[\w-]+$/);
    expect(await fromFragment(fragment)).toEqual(work);
  });

  it("that are damaged or hostile open nothing", async () => {
    const fragment = await toFragment(work);
    for (const bad of ["", "#", "#w=", "#w=!!", "#w=AAAA", fragment.slice(0, -6), fragment.replace("w=", "x=")])
      expect(await fromFragment(bad)).toBeNull();
    const bomb = new Blob([new Uint8Array(64 << 20)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(bomb).arrayBuffer());
    expect(await fromFragment(`#w=${Buffer.from(bytes).toString("base64url")}`)).toBeNull();
  });
});

describe("a workspace from outside", () => {
  it("is taken only where it makes sense", () => {
    for (const bad of [null, 1, "x", [], {}, { v: 2, docs: [] }, { v: 1, docs: [] }, { v: 1, docs: [{ name: 1 }] }])
      expect(readWorkspace(bad)).toBeNull();
    expect(
      readWorkspace({
        v: 1,
        docs: [{ name: "a", text: "t" }],
        active: 99,
        main: -1,
        dialect: "x",
        destination: "y",
        now: 1e400,
        escape: "evil",
        timezone: {},
      }),
    ).toEqual({
      ...emptyWorkspace(),
      docs: [{ name: "a", text: "t", partial: false }],
    });
  });
});

describe("recipes", () => {
  it("keep their data as it was written", () => {
    const file = resolve(import.meta.dirname, "../../../docs/cookbook/recipes.json");
    const written = JSON.parse(readFileSync(file, "utf8")) as { data: unknown }[];
    const read = readRecipes(file) as { data: string }[];
    expect(read.map((recipe) => JSON.parse(recipe.data))).toEqual(written.map((recipe) => recipe.data));
    expect(read.some((recipe) => recipe.data.includes("95.0"))).toBe(true);
  });
});

describe("files", () => {
  it("become tabs, events or works of their own", async () => {
    const { patch, works, done } = await readFiles(
      [
        new File(["Hi {{ x }}"], "hello.itl"),
        new File(['{"x": 2}\n{"x": 3}'], "event.ndjson"),
        new File([JSON.stringify(work)], "x.json"),
      ],
      work,
    );
    expect(patch?.docs?.map((d) => d.name)).toEqual(["a", "p", "hello"]);
    expect(patch).toMatchObject({ active: 2, main: 2, event: 2 });
    expect(patch?.events?.map((e) => e.name)).toEqual(["firing", "resolved", "event", "event 2"]);
    expect(done).toHaveLength(2);
    expect(works).toEqual([work]);
    const same = await readFiles([new File(["new"], "a.itl")], work);
    expect(same.patch?.docs?.[0]).toEqual({ name: "a", text: "new", partial: false });
  });
});

describe("pasted texts", () => {
  it("are several events where they are a list, lines or commands", () => {
    expect(splitEvents('[{"a": 1}, {"a": 2}]')).toEqual(['{\n  "a": 1\n}', '{\n  "a": 2\n}']);
    expect(splitEvents('{"a": 1}\n{"a": 2}\n')).toHaveLength(2);
    expect(splitEvents("curl -X POST https://x.example -d '{\"a\": 1}'")).toEqual(['{\n  "a": 1\n}']);
    for (const single of ['{"a": 1}', '{\n"a": 1}', "[1, 2]", "no", "", "[]"]) expect(splitEvents(single)).toBeNull();
  });

  it.each([
    [`curl https://x.example --data '{"a": "it'\\''s"}' -H 'A: b'`, `{"a": "it's"}`],
    [`curl -d "{\\"a\\": 1}" https://x.example`, '{"a": 1}'],
    [`curl --data-raw $'{"a": "b\\'c"}' x`, `{"a": "b'c"}`],
    ["curl https://x.example", null],
    ["echo -d '{}'", null],
  ])("the body of %s", (command, body) => {
    expect(curlBody(command)).toBe(body);
  });

  it("are laid out with their numbers as they are", () => {
    const text = '{"a":95.0,"b":[],"c":[1,{"d":"x: {"}],"e":{}}';
    expect(tidyJson(text)).toBe(
      '{\n  "a": 95.0,\n  "b": [],\n  "c": [\n    1,\n    {\n      "d": "x: {"\n    }\n  ],\n  "e": {}\n}',
    );
    expect(tidyJson(tidyJson(text))).toBe(tidyJson(text));
  });
});

describe("test files", () => {
  const tests = [
    { name: "kept", doc: "a", events: ["firing"], kind: "expect" as const, text: '1.0 ü\n: "x"' },
    { name: "has", doc: "a", events: ["resolved"], kind: "contains" as const, text: "ü" },
    { name: "short", doc: "a", events: ["firing"], kind: "maxChars" as const, text: "160" },
    { name: "key", doc: "a", events: ["firing", "resolved"], kind: "sameKey" as const, text: "" },
  ];
  it("come back as they went", async () => {
    const file = toTestFile({ ...work, tests }, "a");
    expect(file).toContain('inline: "{{ x }} ü"');
    expect(file).toContain("same_key:");
    expect(file).toContain('data: {"x": 1.0}');
    const found = await fromTestFile(file);
    expect(found?.skipped).toBe(0);
    expect(found?.file.template).toBe("{{ x }} ü");
    expect(found?.file.tests.map((t) => [t.kind, t.text])).toEqual(tests.map((t) => [t.kind, t.text]));
    const { patch } = await readFiles([new File([file], "a.itl-test.yaml")], work);
    expect(patch?.tests?.map((t) => [t.name, t.doc, t.events])).toEqual(tests.map((t) => [t.name, "a", t.events]));
  });

  it("of other folders are read as far as that is possible", async () => {
    const found = await fromTestFile(
      "template: disk.itl\ncases:\n  - name: one\n    data: payloads/disk.json\n    expect: x\n  - name: two\n    data: {a: 1}\n    contains: [x, y]\n",
    );
    expect(found).toMatchObject({ skipped: 1, file: { file: "disk.itl", template: null } });
    expect(found?.file.tests).toHaveLength(2);
    for (const bad of ["", "[]", "a: b", ": : :", "cases: 1"]) expect(await fromTestFile(bad)).toBeNull();
  });
});

describe("an alert source", () => {
  it("has its templates and mappings in the form that ilert keeps", () => {
    const source = toSource(
      [
        ["summary", "{{ a }}\n"],
        ["key", "{{ b }}"],
        ["priority", "{{ c }}"],
        ["services", "{{ d }}"],
      ],
      [{ field: "priority", value: "critical", to: "HIGH" }],
    );
    expect(source).toEqual({
      summaryTemplate: { textTemplate: "{{ a }}" },
      alertKeyTemplate: { textTemplate: "{{ b }}" },
      priorityTemplate: {
        valueTemplate: { textTemplate: "{{ c }}" },
        mappings: [{ value: "critical", priority: "HIGH" }],
      },
      servicesTemplate: [{ textTemplate: "{{ d }}" }],
    });
  });
});

describe("alert keys", () => {
  const source = "{{ id }}/{{ at }}/{{ n }}/{{ s }}";
  const tags = [...source.matchAll(/\{\{.*?\}\}/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  const printed = (values: string[]) => {
    let text = "";
    const trace = values.map((value, i) => {
      if (i) text += "/";
      const start = text.length;
      text += value;
      return { tag: tags[i], partial: null, output: { start, end: text.length } };
    });
    return {
      doc: 0,
      event: 0,
      text,
      ok: true,
      payloadError: null,
      result: { text, ok: true, diagnostics: [], warnings: [], trace },
    } as never;
  };
  const words = (...all: string[][]) => keyWarnings(all.map(printed), source, () => "e").map((w) => w.words);

  it("that are stable have no warnings", () => {
    expect(words(["web-7", "x", "cpu", "s"], ["web-7", "x", "cpu", "s"])).toEqual([]);
  });
  it("with dates, counters and empty parts have", () => {
    expect(words(["web", "2026-03-14T02:17:43Z", "cpu", "s"])).toHaveLength(1);
    expect(words(["web", "a", "12", "s"], ["web", "a", "13", "s"])[0]).toContain("number that differs");
    expect(words(["web", "a", "", "s"])[0]).toContain("empty in 1 of 1");
    expect(words(["web", "a", "b", "s "])[0]).toContain("space");
  });
});

describe("problems", () => {
  const at = (code: string, start: number, end: number) => ({
    code,
    severity: "warning" as const,
    message: code,
    span: { start, end, byteStart: start, byteEnd: end, line: 1, column: 1 },
    labels: [],
    help: null,
    suggestion: null,
    partial: null,
  });
  it("of the render are left out where the check has said it better", () => {
    expect(
      mergeProblems([at("W0507", 3, 8)], [at("W0301", 0, 10), at("W0301", 20, 30)]).map((d) => [d.code, d.span.start]),
    ).toEqual([
      ["W0507", 3],
      ["W0301", 20],
    ]);
  });
});

describe("a project", () => {
  const given = {
    name: "alerts",
    folder: "/a/alerts",
    works: [
      {
        ...emptyWorkspace(),
        title: "alerts",
        budget: "sms-unicode",
        onError: "empty",
        fit: "rounds",
        allow: ["W0301", "E0101", 3],
      },
      { ...emptyWorkspace(), budget: "opsgenie", onError: "evil", fit: "evil", trusted: "x" },
      { v: 2, docs: [] },
    ],
    problems: ["itl.toml:1:1: unknown key", "x"],
  };

  it("is read as works with their channels", () => {
    const project = readProject(given)!;
    expect(project.works.map((one) => one.destination)).toEqual(["sms", "plain"]);
    const [first, second] = project.works;
    expect([first!.onError, first!.fit, first!.allow]).toEqual(["empty", "rounds", ["W0301"]]);
    expect([second!.onError, second!.fit, second!.trusted]).toEqual([null, null, []]);
    expect(summary(project, 1)).toBe(
      "2 works of alerts; what you change stays in this browser. Files have changed; what was here before is in the history. itl.toml:1:1: unknown key (and 1 more problems)",
    );
  });

  it("that is none is told from one", () => {
    for (const bad of [null, 1, [], {}, { works: 1 }]) expect(readProject(bad)).toBeNull();
  });
});
