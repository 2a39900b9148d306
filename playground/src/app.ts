// The state of the page and what changes it. Components read the state and call these actions.
import {
  createStore,
  debounce,
  type Destination,
  type DestinationInfo,
  destinationOf,
  type EngineClient,
  EngineError,
  type EventDoc,
  type MissingIn,
  type PromptRequest,
  type Printed,
  type Rendered,
  type Setting,
  type Store,
} from "@itl/editor";
import type { Diagnostic, Escape, Provider } from "itl-wasm";
import { destinationFor } from "./gallery.js";
import {
  currentId,
  type Kept,
  Library,
  loadDraft,
  loadPreferences,
  newId,
  type Preferences,
  saveDraft,
  savePreferences,
  setCurrentId,
  type Snapshot,
  takeOldWork,
} from "./storage.js";
import { OtherTabs } from "./tabs-of-browser.js";
import type { TestResult } from "./testing.js";
import { type Doc, freeName, type Workspace } from "./workspace.js";

export type View = "message" | "all" | "key" | "alert" | "tests";

export interface State {
  /** Of the work in the library. */
  id: string;
  work: Workspace;
  preferences: Preferences;
  view: View;
  rendered: Rendered | null;
  /** Why there is no message. */
  failed: string | null;
  checked: readonly Diagnostic[];
  /** Warnings over all events. */
  missing: readonly MissingIn[];
  /** Renders of all events, for the views that show them. */
  printed: readonly Printed[];
  tests: readonly TestResult[];
  provider: Provider;
  /** The request that the shown one is compared with. */
  previous: PromptRequest | null;
  /** Another tab of the browser has this work open. */
  elsewhere: boolean;
}

/** How many renders the view of the alert asks for at most. */
const MAX_PAIRS = 200;

/** A pause in the writing after which a snapshot is taken. */
const PAUSE = 20_000;

export class App {
  readonly store: Store<State>;
  /** Says something in passing, with a way to take it back. */
  toast: (message: string, action?: string, run?: () => void) => void = () => {};
  /** Called when another work or another text of the open document is there, however it came. */
  onReplaced: () => void = () => {};

  /** Comes after the first message: the time for what that did not need. */
  readonly started: Promise<void>;
  begin: () => void = () => {};

  private dirty = false;
  private snapped: Workspace;
  private generation = 0;

  private constructor(
    readonly engine: EngineClient,
    readonly library: Library,
    kept: Kept,
    private readonly others: OtherTabs,
  ) {
    this.started = new Promise((resolve) => (this.begin = resolve));
    const preferences = loadPreferences();
    engine.patience = preferences.patience;
    this.snapped = kept.work;
    this.store = createStore<State>({
      id: kept.id,
      work: kept.work,
      preferences,
      view: "message",
      rendered: null,
      failed: null,
      checked: [],
      missing: [],
      printed: [],
      tests: [],
      provider: "openai",
      previous: null,
      elsewhere: false,
    });
    engine.setEvents(kept.work.events);
    others.onFound = () => this.store.update({ elsewhere: true });
    others.onGone = () => this.store.update({ elsewhere: false });
    others.hold(kept.id);
    setCurrentId(kept.id);
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save.flush());
  }

  /** Opens the work of this tab, else the last one, else `first`. */
  static async start(engine: EngineClient, first: Workspace): Promise<App> {
    const library = await Library.open();
    const id = currentId();
    const draft = loadDraft();
    saveDraft(null);
    if (draft) {
      const known = await library.work(draft.id).catch(() => null);
      if (!known || known.updated < draft.updated) await library.keep(draft);
    }
    const old = takeOldWork();
    const kept = (old && { id: newId(), title: old.title, updated: Date.now(), work: old }) ??
      (id === null ? null : await library.work(id).catch(() => null)) ??
      (await library.works().catch(() => []))[0] ?? { id: newId(), title: first.title, updated: 0, work: first };
    return new App(engine, library, kept, new OtherTabs());
  }

  get state(): State {
    return this.store.state;
  }
  get work(): Workspace {
    return this.store.state.work;
  }
  get activeDoc(): Doc {
    return this.work.docs[this.work.active]!;
  }
  get mainDoc(): Doc {
    return this.work.docs[this.work.main]!;
  }
  get event(): EventDoc {
    return this.work.events[this.work.event]!;
  }
  get destination(): DestinationInfo {
    return destinationOf(this.mainDoc.destination ?? this.work.destination);
  }
  /** The name by which the diagnostics and the trace of the render speak of a document. */
  nameInRender(doc: Doc): string | null {
    return doc.name === this.mainDoc.name ? null : doc.name;
  }
  sourceOf(partial: string | null): string {
    return partial === null ? this.mainDoc.text : (this.work.docs.find((doc) => doc.name === partial)?.text ?? "");
  }

  get escape(): Escape | null {
    const { destination, work } = this;
    // What Mustache prints without a destination is for the language, or the prompt itself, to say.
    const own = work.dialect === "mustache" && (destination.prompt || destination.id === "plain");
    return work.escape ?? (own ? null : destination.escape);
  }

  /** What the engine is asked with. */
  setting(doc = this.work.main): Setting {
    const { docs, dialect, timezone, now, target, onError, trusted } = this.work;
    return { docs, doc, dialect, escape: this.escape, timezone, now: now ?? Date.now(), target, onError, trusted };
  }

  // -------------------------------------------------------------- changes

  /** Changes the work. What another tab has open is left to it: this one goes on in a copy. */
  edit(patch: Partial<Workspace>): void {
    if (this.state.elsewhere) this.fork();
    const work = { ...this.work, ...patch };
    this.store.update({ work });
    if (patch.events) this.engine.setEvents(patch.events);
    this.dirty = true;
    this.save();
    this.pause();
    void this.render();
  }

  private fork(): void {
    const id = newId();
    const title = `${this.work.title} (copy)`;
    this.store.update({ id, elsewhere: false, work: { ...this.work, title } });
    this.others.hold(id);
    setCurrentId(id);
    this.toast("Another tab has this work open; you go on in a copy of it.");
  }

  setText(text: string): void {
    const { docs, active } = this.work;
    this.edit({ docs: docs.map((doc, i) => (i === active ? { ...doc, text } : doc)) });
  }

  setEventText(text: string): void {
    const { events, event } = this.work;
    this.edit({ events: events.map((one, i) => (i === event ? { ...one, text } : one)) });
  }

  addEvents(events: readonly EventDoc[]): void {
    this.edit({ events: [...this.work.events, ...events], event: this.work.events.length });
    this.onReplaced();
  }

  /** Replaces the open event and adds the others, as a paste of several does. */
  replaceEvent(texts: readonly EventDoc[]): void {
    const { events, event } = this.work;
    const [head, ...rest] = texts;
    if (!head) return;
    this.edit({ events: [...events.slice(0, event), { ...head }, ...events.slice(event + 1), ...rest] });
    this.onReplaced();
  }

  openEvent(index: number): void {
    if (!this.work.events[index]) return;
    this.edit({ event: index });
    this.onReplaced();
  }

  renameEvent(index: number, name: string): void {
    const { events, tests } = this.work;
    const before = events[index]!.name;
    const free = freeName(
      name,
      events.filter((_, i) => i !== index).map((one) => one.name),
    );
    this.edit({
      events: events.map((one, i) => (i === index ? { ...one, name: free } : one)),
      tests: tests.map((test) => ({ ...test, events: test.events.map((one) => (one === before ? free : one)) })),
    });
  }

  removeEvent(index: number): void {
    const { events, event } = this.work;
    if (events.length < 2) return;
    this.destructive(`Event “${events[index]!.name}” removed.`);
    this.edit({ events: events.filter((_, i) => i !== index), event: event >= index && event > 0 ? event - 1 : event });
    this.onReplaced();
  }

  /** Removes the events of those names. */
  removeEvents(names: ReadonlySet<string>): void {
    const left = this.work.events.filter((event) => !names.has(event.name));
    if (left.length === 0) return;
    this.destructive(`${this.work.events.length - left.length} events removed.`);
    this.edit({ events: left, event: 0 });
    this.onReplaced();
  }

  openDoc(index: number): void {
    const doc = this.work.docs[index];
    if (!doc) return;
    this.store.update({ checked: [] });
    this.edit({ active: index, ...(doc.partial ? {} : { main: index }) });
    this.onReplaced();
  }

  saveDoc(index: number | null, doc: Doc): void {
    const { docs, tests } = this.work;
    const before = index === null ? null : docs[index]!.name;
    const next = index === null ? [...docs, doc] : docs.map((one, i) => (i === index ? { ...one, ...doc } : one));
    this.edit({
      docs: next,
      tests: tests.map((test) => (test.doc === before ? { ...test, doc: doc.name } : test)),
    });
    this.openDoc(index ?? next.length - 1);
  }

  removeDoc(index: number): void {
    const { docs, main } = this.work;
    if (docs.length < 2) return;
    this.destructive("Deleted.");
    const left = docs.filter((_, i) => i !== index);
    const nextMain = main > index ? main - 1 : Math.min(main, left.length - 1);
    const active = docs[index]!.partial ? nextMain : Math.min(index, left.length - 1);
    this.edit({ docs: left, main: nextMain, active });
    this.openDoc(active);
  }

  /** The channel of the open template; its tab remembers it. */
  setDestination(id: Destination): void {
    const { docs, main } = this.work;
    this.edit({ destination: id, docs: docs.map((doc, i) => (i === main ? { ...doc, destination: id } : doc)) });
  }

  setPreferences(patch: Partial<Preferences>): void {
    const preferences = { ...this.state.preferences, ...patch };
    this.store.update({ preferences });
    savePreferences(preferences);
  }

  setView(view: View): void {
    this.store.update({ view });
    this.survey();
  }

  // -------------------------------------------------------------- works

  /** Adds a work and opens it; the one before stays as it is. */
  async add(work: Workspace, message: string | null): Promise<void> {
    const before = this.state.id;
    await this.saveNow();
    this.show({ id: newId(), title: work.title, updated: Date.now(), work });
    this.dirty = true;
    this.save();
    if (message) this.toast(message, "Back", () => void this.switchTo(before));
  }

  async switchTo(id: string): Promise<void> {
    await this.saveNow();
    const kept = await this.library.work(id);
    if (kept) this.show(kept);
  }

  private show({ id, work }: Kept): void {
    this.store.update({ id, work, rendered: null, checked: [], missing: [], printed: [], tests: [], elsewhere: false });
    this.snapped = work;
    this.engine.setEvents(work.events);
    this.others.hold(id);
    setCurrentId(id);
    this.onReplaced();
    void this.render();
  }

  /** Deletes a work; a snapshot of it stays, and it can be taken back. */
  async removeWork(id: string): Promise<void> {
    await this.saveNow();
    const kept = await this.library.work(id);
    if (!kept) return;
    await this.library.snapshot(id, "before it was deleted", kept.work, Date.now());
    await this.library.forget(id);
    if (id === this.state.id) {
      const [next] = await this.library.works();
      if (next) this.show(next);
      else await this.add({ ...kept.work, title: "Untitled" }, null);
    }
    this.toast(`“${kept.title}” is deleted.`, "Undo", () => void this.library.keep(kept).then(() => this.switchTo(id)));
  }

  /** Goes back to a snapshot; what is there now becomes one. */
  async restore(snapshot: Snapshot): Promise<void> {
    const now = this.work;
    await this.snapshot("before going back");
    this.store.update({ work: snapshot.work });
    this.snapped = snapshot.work;
    this.edit({ events: snapshot.work.events });
    this.onReplaced();
    this.toast("Restored.", "Undo", () => {
      this.store.update({ work: now });
      this.edit({ events: now.events });
      this.onReplaced();
    });
  }

  async snapshot(reason: string): Promise<void> {
    if (this.work === this.snapped) return;
    this.snapped = this.work;
    await this.library.snapshot(this.state.id, reason, this.work, Date.now());
  }

  /** Before something is taken away: a snapshot, and a way back. */
  private destructive(message: string): void {
    const before = this.work;
    void this.snapshot(`before: ${message.replace(/\.$/, "").toLowerCase()}`);
    this.toast(message, "Undo", () => {
      this.edit({ ...before });
      this.onReplaced();
    });
  }

  private readonly pause = debounce(PAUSE, () => void this.snapshot("after a pause"));

  private kept(): Kept {
    const { id, work } = this.state;
    return { id, title: work.title, updated: Date.now(), work };
  }

  private readonly save = debounce(250, () => void this.saveNow());

  async saveNow(): Promise<void> {
    if (!this.dirty) return;
    this.dirty = false;
    if (!(await this.library.keep(this.kept()))) {
      this.dirty = true;
      this.toast("The browser's storage is full; use Export to keep your work.");
    }
  }

  /** The page is being left: a database may not answer in time, the draft does. */
  private leave(): void {
    if (this.dirty) saveDraft(this.kept());
    void this.saveNow();
    this.others.leave();
  }

  // -------------------------------------------------------------- the engine

  async render(): Promise<void> {
    const mine = ++this.generation;
    const { destination, work } = this;
    const budget = work.cut ? (work.limit ? { maxChars: work.limit } : (destination.budget ?? null)) : null;
    const job = {
      ...this.setting(),
      event: work.event,
      budget,
      fit: work.fit,
      strict: work.strict,
      messages: destination.prompt === true,
      to: this.state.provider,
      previous: this.state.previous,
    };
    try {
      const rendered = await this.engine.call("render", job, "render");
      if (mine !== this.generation) return;
      this.store.update({ rendered, failed: null });
      if (this.state.view === "message") this.check();
      else this.survey();
    } catch (error) {
      if (mine !== this.generation || !(error instanceof EngineError) || error.code === "superseded") return;
      const failed =
        error.code === "stopped"
          ? `Stopped: this template with this event takes too long (${error.message}). Change either to try again.`
          : error.code === "invalid-argument"
            ? `This cannot be rendered: ${error.message}`
            : `The engine failed: ${error.message}`;
      this.store.update({ rendered: null, failed });
    }
  }

  readonly check = debounce(120, () => {
    const { work, activeDoc } = this;
    const setting = this.setting(work.active);
    const same = (): boolean => this.activeDoc === activeDoc;
    this.engine
      .call("check", { ...setting, event: work.event }, "check")
      .then((checked) => same() && this.store.update({ checked }))
      .catch(() => {});
    if (work.events.length > 1) {
      this.engine
        .call("checkEvents", setting, "checkEvents")
        .then((missing) => same() && this.store.update({ missing }))
        .catch(() => {});
    } else if (this.state.missing.length > 0) this.store.update({ missing: [] });
    this.test();
  });

  /** Renders what the open view shows besides the message. */
  survey(): void {
    const { view } = this.state;
    const { docs, events, main } = this.work;
    if (view === "message" || view === "tests") return this.check();
    const meant =
      view === "key" ? [this.keyDoc] : view === "alert" ? docs.flatMap((doc, i) => (doc.partial ? [] : [i])) : [main];
    // The alert is that of the open event; what the others print are the values that can be mapped.
    const mapped = view !== "alert" || meant.length * events.length <= MAX_PAIRS;
    const shown = mapped ? events.map((_, i) => i) : [this.work.event];
    const pairs = meant.flatMap((doc) => shown.map((event) => [doc, event] as const));
    const setting = view === "all" ? this.setting() : { ...this.setting(), escape: "none" as const };
    this.engine
      .call("renderMany", { ...setting, pairs, trace: view !== "alert" }, "survey")
      .then((printed) => this.store.update({ printed }))
      .catch(() => {});
    this.check();
  }

  /** The document that is the alert's key: the open one if it is called so, else the first that is. */
  get keyDoc(): number {
    const { docs, main } = this.work;
    const isKey = (doc: Doc | undefined): boolean =>
      doc !== undefined && !doc.partial && /key|dedup|fingerprint/i.test(doc.name);
    if (isKey(docs[main])) return main;
    const found = docs.findIndex(isKey);
    return found < 0 ? main : found;
  }

  private readonly test = debounce(150, () => {
    if (this.work.tests.length === 0) {
      if (this.state.tests.length > 0) this.store.update({ tests: [] });
      return;
    }
    const { work } = this;
    import("./testing.js")
      .then(({ runTests }) => runTests(this.engine, work, this.setting()))
      .then((tests) => this.work.tests === work.tests && this.store.update({ tests }))
      .catch(() => {});
  });

  /** The channel that a new template is written for. */
  channelOf(doc: Doc): Destination {
    return (
      doc.destination ??
      (this.work.dialect === "itl" ? destinationFor({ dialect: "itl" }, doc.name) : this.work.destination)
    );
  }
}
