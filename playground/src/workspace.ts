import { type Destination, DESTINATIONS, ESCAPES, type EventDoc, type SourceDoc, type Target } from "@itl/editor";
import type { Dialect, Escape, Fit } from "itl-wasm";

/** A template or partial in its tab. */
export interface Doc extends SourceDoc {
  /** How its message leaves; the work's own where it is left out. */
  destination?: Destination;
}

/** What a test in the page says of a message. */
export type TestKind =
  | "expect"
  | "contains"
  | "notContains"
  | "matches"
  | "json"
  | "maxChars"
  | "sameKey"
  | "differentKey";

/** A test: a document, one event (or several, of keys), and what has to be true. */
export interface TestCase {
  name: string;
  /** Names, not positions: tabs move. */
  doc: string;
  events: string[];
  kind: TestKind;
  /** The expected text, the pattern or the number, as the kind has it. */
  text: string;
}

/** What an alert source makes of a value that a template prints. */
export interface Mapping {
  field: "priority" | "severity";
  value: string;
  to: string;
}

/** All that a person can lose; it is kept in the browser, shared in links and exported as a file. */
export interface Workspace {
  v: 2;
  title: string;
  docs: readonly Doc[];
  /** The tab that is open. */
  active: number;
  /** The template that is rendered: the open one, or the last open one that is no partial. */
  main: number;
  events: readonly EventDoc[];
  /** The event that is open. */
  event: number;
  dialect: Dialect;
  /** Of documents that have none of their own. */
  destination: Destination;
  /** How values are escaped; `null` is as the destination needs it. */
  escape: Escape | null;
  timezone: string;
  /** The clock in Unix milliseconds; `null` is the present. */
  now: number | null;
  strict: boolean;
  /** Whether the text is cut where the destination cuts it. */
  cut: boolean;
  /** A length of its own, in characters; `null` is the destination's. */
  limit: number | null;
  target: Target;
  /** What a template with an error prints; `null` is the source of each broken tag. */
  onError: "empty" | null;
  /** Which part of a text that is too long is cut; `null` is as the output format needs it. */
  fit: Fit | null;
  /** Codes of warnings that are not shown. */
  allow: readonly string[];
  /** Keys that may stand unescaped inside XML-style sections. */
  trusted: readonly string[];
  tests: readonly TestCase[];
  mappings: readonly Mapping[];
}

const KINDS: readonly TestKind[] = [
  "expect",
  "contains",
  "notContains",
  "matches",
  "json",
  "maxChars",
  "sameKey",
  "differentKey",
];
export const FITS: readonly Fit[] = ["end", "values", "rounds"];
const MAX_DOCS = 50;
export const MAX_EVENTS = 200;
const MAX_TESTS = 500;
const MAX_NAMES = 200;
const MAX_TEXT = 4 << 20;

export function emptyWorkspace(): Workspace {
  return {
    v: 2,
    title: "Untitled",
    docs: [{ name: "message", text: "", partial: false }],
    active: 0,
    main: 0,
    events: [{ name: "event", text: "{}" }],
    event: 0,
    dialect: "itl",
    destination: "plain",
    escape: null,
    timezone: "UTC",
    now: null,
    strict: false,
    cut: true,
    limit: null,
    target: "full",
    onError: null,
    fit: null,
    allow: [],
    trusted: [],
    tests: [],
    mappings: [],
  };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const text = (v: unknown, otherwise: string, length = MAX_TEXT): string =>
  typeof v === "string" ? v.slice(0, length) : otherwise;
const destinationIn = (v: unknown): Destination | undefined => DESTINATIONS.find((d) => d.id === v)?.id;

/** Reads a workspace from a link, a file or the browser's memory: nothing in it is trusted. */
export function readWorkspace(value: unknown): Workspace | null {
  if (!isObject(value)) return null;
  const given = value;
  if ((given.v !== 1 && given.v !== 2) || !Array.isArray(given.docs)) return null;
  const docs = readDocs(given.docs);
  if (docs.length === 0) return null;
  const index = (v: unknown, length: number): number =>
    typeof v === "number" && Number.isInteger(v) && v >= 0 && v < length ? v : 0;
  const empty = emptyWorkspace();
  const events = readEvents(given);
  return {
    v: 2,
    title: text(given.title, empty.title, 200),
    docs,
    active: index(given.active, docs.length),
    main: index(given.main, docs.length),
    events,
    event: index(given.event, events.length),
    dialect: given.dialect === "mustache" ? "mustache" : "itl",
    destination: destinationIn(given.destination) ?? "plain",
    escape: ESCAPES.find((e) => e === given.escape) ?? null,
    timezone: text(given.timezone, "UTC", 64),
    now: typeof given.now === "number" && Number.isSafeInteger(given.now) ? given.now : null,
    strict: given.strict === true,
    cut: given.cut !== false,
    limit: typeof given.limit === "number" && Number.isSafeInteger(given.limit) && given.limit > 0 ? given.limit : null,
    target: given.target === "ilert" ? "ilert" : "full",
    onError: given.onError === "empty" ? "empty" : null,
    fit: FITS.find((fit) => fit === given.fit) ?? null,
    allow: readNames(given.allow).filter((code) => /^W\d{4}$/.test(code)),
    trusted: readNames(given.trusted),
    tests: readTests(given.tests),
    mappings: readMappings(given.mappings),
  };
}

function readDocs(given: readonly unknown[]): Doc[] {
  return given.slice(0, MAX_DOCS).flatMap((doc) => {
    if (!isObject(doc) || typeof doc.name !== "string" || typeof doc.text !== "string") return [];
    const destination = destinationIn(doc.destination);
    return [
      {
        name: doc.name.slice(0, 200),
        text: text(doc.text, ""),
        partial: doc.partial === true,
        ...(destination ? { destination } : {}),
      },
    ];
  });
}

/** Version 1 had one payload. */
function readEvents(given: Record<string, unknown>): EventDoc[] {
  const list = Array.isArray(given.events) ? (given.events as unknown[]) : [{ name: "event", text: given.payload }];
  const events = list.slice(0, MAX_EVENTS).flatMap((event) => {
    if (!isObject(event) || typeof event.text !== "string") return [];
    return [{ name: text(event.name, "event", 200), text: text(event.text, "{}") }];
  });
  return events.length > 0 ? events : [{ name: "event", text: "{}" }];
}

function readTests(given: unknown): TestCase[] {
  if (!Array.isArray(given)) return [];
  return (given as unknown[]).slice(0, MAX_TESTS).flatMap((test) => {
    if (!isObject(test) || !Array.isArray(test.events)) return [];
    const kind = KINDS.find((one) => one === test.kind);
    const events = (test.events as unknown[])
      .filter((name): name is string => typeof name === "string")
      .slice(0, MAX_EVENTS);
    if (!kind || typeof test.doc !== "string" || events.length === 0) return [];
    return [{ name: text(test.name, "test", 200), doc: test.doc, events, kind, text: text(test.text, "") }];
  });
}

/** A list of short words. */
function readNames(given: unknown): string[] {
  if (!Array.isArray(given)) return [];
  return (given as unknown[]).slice(0, MAX_NAMES).filter((name): name is string => typeof name === "string");
}

function readMappings(given: unknown): Mapping[] {
  if (!Array.isArray(given)) return [];
  return (given as unknown[]).slice(0, MAX_TESTS).flatMap((one) => {
    if (!isObject(one) || typeof one.value !== "string" || typeof one.to !== "string") return [];
    if (one.field !== "priority" && one.field !== "severity") return [];
    return [{ field: one.field, value: one.value.slice(0, 200), to: one.to.slice(0, 40) }];
  });
}

/** A name that none of the others has: `event`, `event 2`, … */
export function freeName(wanted: string, taken: readonly string[]): string {
  const base = wanted.trim() || "event";
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n++) if (!taken.includes(`${base} ${n}`)) return `${base} ${n}`;
}
