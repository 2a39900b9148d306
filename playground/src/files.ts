import { splitEvents, toEvents } from "./events.js";
import { fromTestFile } from "./testing.js";
import { freeName, readWorkspace, type Workspace } from "./workspace.js";

const MAX_FILE = 4 << 20;

/** What files bring: whole works, and changes of the open one. */
export interface Taken {
  works: Workspace[];
  patch: Partial<Workspace> | null;
  /** What was done, in words. */
  done: string[];
}

/**
 * Reads files: an exported work is opened beside the others, templates become tabs, JSON becomes
 * events, test files bring their template, events and tests.
 */
export async function readFiles(files: Iterable<File>, work: Workspace): Promise<Taken> {
  const works: Workspace[] = [];
  const done: string[] = [];
  let { docs, events, tests, active, main, event, dialect } = work;
  let changed = false;
  for (const file of files) {
    if (file.size > MAX_FILE) {
      done.push(`${file.name} is too large`);
      continue;
    }
    const text = await file.text();
    if (/\.ya?ml$/.test(file.name)) {
      const found = await fromTestFile(text);
      if (!found) {
        done.push(`${file.name} is no test file`);
        continue;
      }
      const { file: read, skipped } = found;
      const stem = file.name.replace(/(\.itl-test)?\.ya?ml$/, "");
      const named = (read.file ?? stem).replace(/^.*\//, "").replace(/\.(itl|mustache)$/, "");
      let doc = docs.findIndex((one) => one.text === read.template || (read.template === null && one.name === named));
      if (doc < 0 && read.template !== null) {
        const name = freeName(
          named,
          docs.map((one) => one.name),
        );
        docs = [...docs, { name, text: read.template, partial: false }];
        doc = docs.length - 1;
      }
      const target = docs[doc]?.name ?? named;
      const renamed = new Map<string, string>();
      if (read.events.length > 0) event = events.length;
      for (const one of read.events) {
        const known = events.findIndex((other) => other.text === one.text || sameJson(other.text, one.text));
        if (known >= 0) {
          renamed.set(one.name, events[known]!.name);
          event = Math.min(event, known);
        } else {
          const [fresh] = toEvents(
            [one.text],
            events.map((other) => other.name),
            one.name,
          );
          events = [...events, fresh!];
          renamed.set(one.name, fresh!.name);
        }
      }
      tests = [
        ...tests,
        ...read.tests.map((test) => ({
          ...test,
          doc: target,
          events: test.events.map((name) => renamed.get(name) ?? name),
        })),
      ];
      if (doc >= 0) active = main = doc;
      event = Math.min(event, events.length - 1);
      changed = true;
      done.push(
        `${read.tests.length} tests of ${file.name}${skipped ? `; ${skipped} name files that cannot be read from here` : ""}`,
      );
    } else if (/\.(json|ndjson|jsonl)$/.test(file.name)) {
      const whole = wholeWork(text);
      if (whole) {
        works.push(whole);
        continue;
      }
      const names = events.map((one) => one.name);
      const added = toEvents(splitEvents(text) ?? [text], names, file.name.replace(/\.\w+$/, ""));
      event = events.length;
      events = [...events, ...added];
      changed = true;
      done.push(`${file.name} is ${added.length === 1 ? "an event" : `${added.length} events`} now`);
    } else {
      const name = file.name.replace(/\.(itl|mustache|txt)$/, "");
      const known = docs.findIndex((doc) => doc.name === name);
      docs =
        known >= 0
          ? docs.map((doc, i) => (i === known ? { ...doc, text } : doc))
          : [...docs, { name, text, partial: false }];
      active = main = known >= 0 ? known : docs.length - 1;
      if (file.name.endsWith(".mustache")) dialect = "mustache";
      changed = true;
      done.push(`${file.name} is a tab now`);
    }
  }
  return { works, patch: changed ? { docs, events, tests, active, main, event, dialect } : null, done };
}

function wholeWork(text: string): Workspace | null {
  try {
    return readWorkspace(JSON.parse(text));
  } catch {
    // Not JSON: it is shown as an event all the same, with its error.
    return null;
  }
}

function sameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
  } catch {
    return false;
  }
}
