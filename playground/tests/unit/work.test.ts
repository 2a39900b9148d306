import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecipes } from "../../gallery-data.js";
import { importFiles } from "../../src/files.js";
import { fromFragment, toFragment } from "../../src/share.js";
import { mergeProblems } from "../../src/problems.js";
import { emptyWorkspace, readWorkspace } from "../../src/workspace.js";

const work = {
  ...emptyWorkspace(),
  title: "T 🔥",
  docs: [
    { name: "a", text: "{{ x }} ü", partial: false },
    { name: "p", text: "P", partial: true },
  ],
  payload: '{"x": 1.0}',
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
  it("become tabs, the payload or the whole work", async () => {
    const { workspace, done } = await importFiles(
      [new File(["Hi {{ x }}"], "hello.itl"), new File(['{"x": 2}'], "event.json")],
      work,
    );
    expect(workspace.docs.map((d) => d.name)).toEqual(["a", "p", "hello"]);
    expect(workspace).toMatchObject({ active: 2, main: 2, payload: '{"x": 2}' });
    expect(done).toContain("hello.itl");
    const back = await importFiles([new File([JSON.stringify(work)], "x.json")], emptyWorkspace());
    expect(back.workspace).toEqual(work);
    const same = await importFiles([new File(["new"], "a.itl")], work);
    expect(same.workspace.docs[0]).toEqual({ name: "a", text: "new", partial: false });
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
