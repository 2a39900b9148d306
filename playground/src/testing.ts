// Tests of the work in the page: run with the engine, written and read in the form of `itl test`.
import type { EngineClient, Setting } from "@itl/editor";
import type { EventDoc } from "@itl/editor";
import type { TestCase, TestKind, Workspace } from "./workspace.js";

export interface TestResult {
  test: TestCase;
  ok: boolean;
  /** What was printed, for each event. */
  got: string[];
  /** Why it failed, in words. */
  why: string | null;
}

export const KIND_WORDS: Record<TestKind, string> = {
  expect: "is exactly",
  contains: "contains",
  notContains: "does not contain",
  matches: "matches",
  json: "is valid JSON",
  maxChars: "is at most … characters",
  sameKey: "is the same for all",
  differentKey: "is different for each",
};

/** Runs all tests of a work. */
export async function runTests(engine: EngineClient, work: Workspace, setting: Setting): Promise<TestResult[]> {
  const docs = new Map(work.docs.map((doc, i) => [doc.name, i]));
  const events = new Map(work.events.map((event, i) => [event.name, i]));
  const wanted = work.tests.map((test) => ({
    test,
    pairs: test.events.flatMap((name) => {
      const [doc, event] = [docs.get(test.doc), events.get(name)];
      return doc === undefined || event === undefined ? [] : [[doc, event] as const];
    }),
  }));
  const pairs = wanted.flatMap((one) => one.pairs);
  const printed = await engine.call("renderMany", { ...setting, pairs, trace: false }, "tests");
  let at = 0;
  return Promise.all(
    wanted.map(async ({ test, pairs: own }): Promise<TestResult> => {
      const got = printed.slice(at, (at += own.length)).map((one) => one.text);
      if (own.length < test.events.length || own.length === 0) {
        return {
          test,
          ok: false,
          got,
          why: docs.has(test.doc) ? "its event is not here" : `there is no template “${test.doc}”`,
        };
      }
      const why = await judge(engine, test, got);
      return { test, ok: why === null, got, why };
    }),
  );
}

async function judge(engine: EngineClient, { kind, text }: TestCase, got: readonly string[]): Promise<string | null> {
  const [first = ""] = got;
  switch (kind) {
    case "expect":
      return first === text ? null : "the message differs";
    case "contains":
      return first.includes(text) ? null : `“${text}” is not in it`;
    case "notContains":
      return first.includes(text) ? `“${text}” is in it` : null;
    case "matches": {
      const found = await engine.call("matches", { text: first, pattern: text });
      return found === null ? "the regular expression cannot be read" : found ? null : "it does not match";
    }
    case "json":
      return isJson(first) ? null : "it is not valid JSON";
    case "maxChars": {
      const length = [...first].length;
      return length <= Number(text) ? null : `it has ${length} characters`;
    }
    case "sameKey":
      return new Set(got).size <= 1 ? null : `there are ${new Set(got).size} different keys`;
    case "differentKey":
      return new Set(got).size === got.length ? null : "some events share a key";
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

// ---------------------------------------------------------------- files

/** A JSON string is a string of YAML, whatever is in it. */
const yaml = (text: string): string => JSON.stringify(text);

/** JSON on one line, with its numbers as they were written. */
const flow = (text: string): string =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"]+/g)]
    .map(([token]) => (token === ":" || token.endsWith(",") || token.endsWith(":") ? `${token} ` : token))
    .join("")
    .trim();

const KEYS: Record<Exclude<TestKind, "sameKey" | "differentKey" | "json">, string> = {
  expect: "expect",
  contains: "contains",
  notContains: "lacks",
  matches: "matches",
  maxChars: "max_chars",
};

/** The tests of one document as a file that `itl test` runs. */
export function toTestFile(work: Workspace, docName: string): string {
  const doc = work.docs.find((one) => one.name === docName);
  const data = (name: string): string => flow(work.events.find((event) => event.name === name)?.text ?? "{}");
  const lines = [`inline: ${yaml(doc?.text ?? "")}`, `dialect: ${work.dialect}`];
  const partials = work.docs.filter((one) => one.partial);
  if (partials.length > 0) {
    lines.push("# The partials lie beside this file.", "partials: .");
  }
  lines.push("options:", `  timezone: ${yaml(work.timezone)}`);
  if (work.now !== null) lines.push(`  now: ${work.now}`);
  if (work.escape !== null) lines.push(`  escape: ${work.escape}`);
  lines.push("cases:");
  for (const test of work.tests.filter((one) => one.doc === docName)) {
    lines.push(`  - name: ${yaml(test.name)}`);
    const { kind, text } = test;
    if (kind === "sameKey" || kind === "differentKey") {
      lines.push(
        `    ${kind === "sameKey" ? "same_key" : "different_key"}:`,
        ...test.events.map((name) => `      - ${data(name)}`),
      );
      continue;
    }
    lines.push(`    # event: ${test.events[0]!.replace(/\n/g, " ")}`, `    data: ${data(test.events[0]!)}`);
    if (kind === "json") lines.push("    json: true");
    else if (kind === "maxChars") lines.push(`    max_chars: ${Number(text) || 0}`);
    else if (kind === "contains" || kind === "notContains") lines.push(`    ${KEYS[kind]}: [${yaml(text)}]`);
    else lines.push(`    ${KEYS[kind]}: ${yaml(text)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** What a test file adds to a work: its template, events and tests. */
export interface TestFile {
  template: string | null;
  /** The file it names, where it holds no template. */
  file: string | null;
  events: EventDoc[];
  tests: Omit<TestCase, "doc">[];
}

/** Reads a test file. Data in other files cannot be read from here; its cases are left out, and counted. */
export async function fromTestFile(text: string): Promise<{ file: TestFile; skipped: number } | null> {
  const { load, JSON_SCHEMA } = await import("js-yaml");
  let value: unknown;
  try {
    value = load(text, { schema: JSON_SCHEMA });
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !Array.isArray((value as { cases?: unknown }).cases)) return null;
  const given = value as { inline?: unknown; template?: unknown; cases: unknown[] };
  const file: TestFile = {
    template: typeof given.inline === "string" ? given.inline : null,
    file: typeof given.template === "string" ? given.template : null,
    events: [],
    tests: [],
  };
  let skipped = 0;
  const event = (data: unknown, name: string): string | null => {
    if (typeof data !== "object" || data === null) return null;
    const body = JSON.stringify(data, null, 2);
    const known = file.events.find((one) => one.text === body);
    if (known) return known.name;
    const names = file.events.map((one) => one.name);
    const free = names.includes(name) ? `${name} ${names.length + 1}` : name;
    file.events.push({ name: free, text: body });
    return free;
  };
  for (const one of given.cases) {
    if (typeof one !== "object" || one === null) continue;
    const test = one as Record<string, unknown>;
    const name = typeof test.name === "string" ? test.name : "test";
    for (const [key, kind] of [
      ["same_key", "sameKey"],
      ["different_key", "differentKey"],
    ] as const) {
      const list = test[key];
      if (!Array.isArray(list)) continue;
      const events = list.map((data, i) => event(data, `${name} ${i + 1}`));
      if (events.every((found) => found !== null))
        file.tests.push({ name, events: events as string[], kind, text: "" });
      else skipped++;
    }
    if (test.data === undefined) continue;
    const found = event(test.data, name);
    if (found === null) {
      skipped++;
      continue;
    }
    const add = (kind: TestKind, expected: unknown): void => {
      file.tests.push({ name, events: [found], kind, text: String(expected) });
    };
    if (test.expect !== undefined) add("expect", test.expect);
    for (const part of [test.contains].flat()) if (part !== undefined) add("contains", part);
    for (const part of [test.lacks].flat()) if (part !== undefined) add("notContains", part);
    if (test.matches !== undefined) add("matches", test.matches);
    if (test.json === true) add("json", "");
    if (test.max_chars !== undefined) add("maxChars", test.max_chars);
  }
  return { file, skipped };
}
