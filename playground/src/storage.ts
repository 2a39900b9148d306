// What is kept in the browser: the works and their snapshots in IndexedDB, small things in localStorage.
import { readWorkspace, type Workspace } from "./workspace.js";

const PREFERENCES = "itl-playground:preferences";
/** Before there were several works, the one work. */
const OLD_WORK = "itl-playground:work";
/** The work that was open last, for a new tab; each tab's own is in its session. */
const LAST = "itl-playground:last";
/** What could not be written into the database before the page was left. */
const DRAFT = "itl-playground:draft";

/** Before the id of a work that was made of files. */
const FILES = "itl-playground:files:";

/** What a person likes, apart from the work itself. */
export interface Preferences {
  theme: "auto" | "light" | "dark";
  invisibles: boolean;
  /** Whether the first steps are hidden. */
  introduced: boolean;
  /** Milliseconds a render may take. */
  patience: number;
}

function read(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Storage may be full or forbidden; the page works without it. */
function write(storage: Storage, key: string, value: unknown): boolean {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function loadPreferences(): Preferences {
  const given = read(localStorage, PREFERENCES);
  const { theme, invisibles, introduced, patience } = (
    typeof given === "object" && given !== null ? given : {}
  ) as Record<string, unknown>;
  return {
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    invisibles: invisibles === true,
    introduced: introduced === true,
    patience: typeof patience === "number" && patience >= 10 ? patience : 2_000,
  };
}
export const savePreferences = (preferences: Preferences): boolean => write(localStorage, PREFERENCES, preferences);

/** A work as it is kept. */
export interface Kept {
  id: string;
  title: string;
  /** Unix milliseconds of the last change. */
  updated: number;
  work: Workspace;
}

/** A work as it once was. */
export interface Snapshot {
  key: number;
  /** The work it is of. */
  id: string;
  time: number;
  /** Why it was taken, in words. */
  reason: string;
  work: Workspace;
}

/** How many snapshots of one work, and of all, are kept. */
const MAX_OF_WORK = 60;
const MAX_OF_ALL = 400;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The works and snapshots of this browser. Without a database everything lasts as long as the page. */
export class Library {
  private constructor(private readonly db: IDBDatabase | null) {}

  private readonly memory = new Map<string, Kept>();
  private readonly past: Snapshot[] = [];

  static async open(): Promise<Library> {
    try {
      const request = indexedDB.open("itl-playground", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("works", { keyPath: "id" });
        request.result.createObjectStore("snapshots", { keyPath: "key", autoIncrement: true }).createIndex("id", "id");
      };
      return new Library(await done(request));
    } catch {
      return new Library(null);
    }
  }

  private store(name: "works" | "snapshots", mode: IDBTransactionMode): IDBObjectStore {
    return this.db!.transaction(name, mode).objectStore(name);
  }

  async works(): Promise<Kept[]> {
    const all = this.db
      ? ((await done(this.store("works", "readonly").getAll())) as Kept[])
      : [...this.memory.values()];
    return all.flatMap((kept) => readKept(kept) ?? []).sort((a, b) => b.updated - a.updated);
  }

  async work(id: string): Promise<Kept | null> {
    if (!this.db) return this.memory.get(id) ?? null;
    return readKept(await done(this.store("works", "readonly").get(id)));
  }

  /** Keeps a work. False where the browser has no room. */
  async keep(kept: Kept): Promise<boolean> {
    this.memory.set(kept.id, kept);
    if (!this.db) return true;
    try {
      await done(this.store("works", "readwrite").put(kept));
      return true;
    } catch {
      return false;
    }
  }

  async forget(id: string): Promise<void> {
    this.memory.delete(id);
    if (this.db) await done(this.store("works", "readwrite").delete(id));
  }

  async snapshots(id: string): Promise<Snapshot[]> {
    const all = this.db
      ? ((await done(this.store("snapshots", "readonly").index("id").getAll(id))) as Snapshot[])
      : this.past.filter((one) => one.id === id);
    return all
      .flatMap((one) => {
        const work = readWorkspace(one.work);
        return work ? [{ ...one, work }] : [];
      })
      .sort((a, b) => b.time - a.time);
  }

  async snapshot(id: string, reason: string, work: Workspace, time: number): Promise<void> {
    const one = { id, time, reason, work };
    if (!this.db) {
      this.past.push({ ...one, key: this.past.length });
      return;
    }
    try {
      await done(this.store("snapshots", "readwrite").add(one));
      await this.prune(id);
    } catch {
      // Without room there is no history; the work itself is kept all the same.
    }
  }

  /** The oldest go; each work keeps its share. */
  private async prune(id: string): Promise<void> {
    const store = this.store("snapshots", "readwrite");
    const own = (await done(store.index("id").getAllKeys(id))) as number[];
    const all = (await done(store.getAllKeys())) as number[];
    const gone = new Set([
      ...own.slice(0, Math.max(0, own.length - MAX_OF_WORK)),
      ...all.slice(0, Math.max(0, all.length - MAX_OF_ALL)),
    ]);
    for (const key of gone) store.delete(key);
  }
}

function readKept(value: unknown): Kept | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, updated, work } = value as Kept;
  const read_ = readWorkspace(work);
  return read_ && typeof id === "string"
    ? { id, title: read_.title, updated: Number(updated) || 0, work: read_ }
    : null;
}

export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");

/** The id of the work of this tab, else of the tab that was used last. */
export function currentId(): string | null {
  const own = read(sessionStorage, LAST) ?? read(localStorage, LAST);
  return typeof own === "string" ? own : null;
}
export function setCurrentId(id: string): void {
  write(sessionStorage, LAST, id);
  write(localStorage, LAST, id);
}

/** Writes what the page is about to lose, at once. */
export const saveDraft = (kept: Kept | null): boolean => write(localStorage, DRAFT, kept);
export const loadDraft = (): Kept | null => readKept(read(localStorage, DRAFT));

/** A digest of the files that a work was made of, when they were last read. */
export function filesOf(id: string): string | null {
  const files = read(localStorage, FILES + id);
  return typeof files === "string" ? files : null;
}
export const setFilesOf = (id: string, files: string): boolean => write(localStorage, FILES + id, files);

/** The work of the time before there were several; it is taken over once. */
export function takeOldWork(): Workspace | null {
  const work = readWorkspace(read(localStorage, OLD_WORK));
  if (work) write(localStorage, OLD_WORK, null);
  return work;
}
