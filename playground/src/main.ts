import type { EditorView } from "@codemirror/view";
import { openSectionsAt, pathRange, scanTags, toEditorDiagnostics } from "codemirror-lang-itl";
import type { Diagnostic, Escape } from "itl-wasm";
import first from "virtual:gallery-first";
import { destinationOf } from "./destinations/index.js";
import { askDoc, fillHelp } from "./dialogs.js";
import { byId, debounce, h } from "./dom.js";
import { TemplateEditor, payloadEditor, showPayloadInvisibles } from "./editors.js";
import { EngineClient, EngineError } from "./engine/client.js";
import type { Rendered } from "./engine/protocol.js";
import { exportFile, importFiles } from "./files.js";
import { type Example, destinationFor, fillGallery, fromExample } from "./gallery.js";
import { fillInsert } from "./insert.js";
import { movableGutters } from "./layout.js";
import type { IsBroken } from "./mapped.js";
import { Preview } from "./preview.js";
import { drawProblems, mergeProblems } from "./problems.js";
import { LONGEST_LINK, fromFragment, toFragment } from "./share.js";
import { loadPreferences, loadWork, savePreferences, saveWork } from "./storage.js";
import { scriptUrl } from "./trusted.js";
import { type Destination, type Doc, ESCAPES, type Workspace } from "./workspace.js";

const preferences = loadPreferences();
const engine = new EngineClient();
engine.patience = preferences.patience;

let work: Workspace = loadWork() ?? fromExample(first as Example);
let checked: readonly Diagnostic[] = [];
let last: Rendered | null = null;

const activeDoc = (): Doc => work.docs[work.active]!;
const mainDoc = (): Doc => work.docs[work.main]!;
const partials = (but: Doc): Record<string, string> =>
  Object.fromEntries(work.docs.filter((doc) => doc !== but).map((doc) => [doc.name, doc.text]));
const escapeNow = (): Escape | null => {
  const destination = destinationOf(work.destination);
  // What Mustache prints without a destination is for the language, or the prompt itself, to say.
  return (
    work.escape ??
    (work.dialect === "mustache" && (destination.prompt || destination.id === "plain") ? null : destination.escape)
  );
};
/** The name by which the diagnostics and the trace of the render speak of a document. */
const nameInRender = (doc: Doc): string | null => (doc === mainDoc() ? null : doc.name);

const save = debounce(250, () => {
  if (!saveWork(work)) toast("The browser's storage is full; use Export to keep your work.");
});
addEventListener("pagehide", () => save.flush());

// ---------------------------------------------------------------- rendering

let generation = 0;

async function render(): Promise<void> {
  const mine = ++generation;
  const doc = mainDoc();
  const destination = destinationOf(work.destination);
  try {
    const rendered = await engine.call(
      "render",
      {
        source: doc.text,
        payload: work.payload,
        dialect: work.dialect,
        partials: partials(doc),
        escape: escapeNow(),
        timezone: work.timezone,
        now: work.now ?? Date.now(),
        budget: work.cut ? (work.limit ? { max_chars: work.limit } : (destination.budget ?? null)) : null,
        strict: work.strict,
        messages: destination.prompt === true,
        to: preview.provider,
      },
      "render",
    );
    if (mine !== generation) return;
    last = rendered;
    preview.show(rendered, work.title, brokenIn(rendered));
    showRefused(rendered);
    byId("payload-state").textContent = rendered.payloadError
      ? "not valid JSON; the message is from the last valid one"
      : "";
    byId("payload-state").className = rendered.payloadError ? "state bad" : "state";
    showProblems();
    lightAtCursor();
    announce(rendered);
    check();
  } catch (error) {
    if (mine !== generation || !(error instanceof EngineError) || error.code === "superseded") return;
    last = null;
    if (error.code === "stopped") {
      preview.say(
        `Stopped: this template with this event takes too long (${error.message}). Change either to try again.`,
      );
      status("Stopped: it takes too long.");
    } else if (error.code === "invalid-argument") {
      preview.say(`This cannot be rendered: ${error.message}`);
      status(error.message);
    } else {
      preview.say(`The engine failed: ${error.message}`);
      status("The engine failed.");
    }
  }
}

const check = debounce(120, () => {
  const doc = activeDoc();
  engine
    .call(
      "check",
      {
        source: doc.text,
        payload: work.payload,
        dialect: work.dialect,
        partials: partials(doc),
        escape: escapeNow(),
        timezone: work.timezone,
      },
      "check",
    )
    .then((found) => {
      if (doc !== activeDoc()) return;
      checked = found;
      showProblems();
    })
    .catch(() => {});
});

function problemsOf(doc: Doc): Diagnostic[] {
  const name = nameInRender(doc);
  const rendered = last
    ? [...last.result.diagnostics, ...last.result.warnings]
        .filter((d) => d.partial === name)
        .map((d) => ({ ...d, partial: null }))
    : [];
  return mergeProblems(
    checked.filter((d) => d.partial === null),
    rendered.filter((d) => !d.code.startsWith("E06")),
  );
}

function showProblems(): void {
  const problems = problemsOf(activeDoc());
  const length = editor.view.state.doc.length;
  const errors = problems.filter((d) => d.severity === "error");
  const tags = scanTags(activeDoc().text, work.dialect);
  const spans = errors.map(
    (d) =>
      tags.find((t) => t.from <= d.span.start && t.to >= d.span.end && d.span.end > d.span.start) ?? {
        from: d.span.start,
        to: d.span.end,
      },
  );
  editor.mark(
    toEditorDiagnostics(problems, length),
    spans.filter((s) => s.to <= length),
  );
  drawProblems(byId("problems"), problems, {
    go: (d) => editor.select(d.span.start, d.span.end),
    fix(d) {
      const action = toEditorDiagnostics([d], editor.view.state.doc.length)[0];
      action?.actions?.[0]?.apply(editor.view, action.from, action.to);
    },
    explain: (code) => engine.call("explain", { code }).catch(() => null),
  });
}

function showRefused(rendered: Rendered): void {
  const box = byId("refused");
  box.hidden = !rendered.refused;
  if (rendered.refused) {
    const n = [...rendered.result.diagnostics, ...rendered.result.warnings].length;
    box.replaceChildren(
      h("b", {}, "Strict: this message is not sent. "),
      `${n} ${n === 1 ? "problem stands" : "problems stand"} in the way; below is what a lenient render prints.`,
    );
  }
}

/** Tells the broken tags of a render: their own source stands in the message. */
function brokenIn({ result }: Rendered): IsBroken {
  const errors = result.diagnostics.filter((d) => d.severity === "error");
  if (errors.length === 0) return () => false;
  // The closing tag of a broken opening is broken without an error of its own.
  return ({ tag, partial }, wrote) =>
    errors.some((d) => d.partial === partial && d.span.start < tag.end && d.span.end > tag.start) ||
    (wrote.startsWith("{{") && sourceOf(partial).slice(tag.start, tag.end) === wrote);
}
const sourceOf = (partial: string | null): string =>
  partial === null ? mainDoc().text : (work.docs.find((doc) => doc.name === partial)?.text ?? "");

let announcing: ReturnType<typeof setTimeout> | undefined;
function announce(rendered: Rendered): void {
  const { result } = rendered;
  const length = [...result.text].length;
  const warnings = result.warnings.length;
  const errors = result.diagnostics.filter((d) => d.severity === "error").length;
  const cut = result.text !== rendered.whole ? " · cut to fit" : "";
  const words = `${length.toLocaleString("en")} ${length === 1 ? "character" : "characters"}${errors ? ` · ${errors} ${errors === 1 ? "error" : "errors"}` : ""}${warnings ? ` · ${warnings} ${warnings === 1 ? "warning" : "warnings"}` : ""}${cut}`;
  byId("status").dataset.took = rendered.took.toFixed(2);
  // A live region that speaks at each key would drown the keys.
  clearTimeout(announcing);
  announcing = setTimeout(() => status(words), 400);
}
function status(words: string): void {
  byId("status").textContent = words;
}

// ---------------------------------------------------------------- editors

const editor = new TemplateEditor({
  parent: byId("template-editor"),
  invisibles: preferences.invisibles,
  engine: {
    complete: (source, offset) =>
      engine
        .call(
          "complete",
          { source, offset, payload: work.payload, dialect: work.dialect, partials: partials(activeDoc()) },
          "complete",
        )
        .catch(() => null),
    hover: async (source, offset) => {
      const found = await engine
        .call(
          "hover",
          { source, offset, payload: work.payload, dialect: work.dialect, partials: partials(activeDoc()) },
          "hover",
        )
        .catch(() => null);
      const tag = scanTags(source, work.dialect).find((t) => offset >= t.from && offset <= t.to);
      const wrote = tag && wroteAt(tag.from);
      if (found) return wrote ? { ...found, text: [found.text, wrote].filter(Boolean).join("\n") } : found;
      return tag && wrote ? { span: { start: tag.from, end: tag.to }, title: wrote, text: null, value: null } : null;
    },
    functions: () => engine.call("functions", null),
  },
  onChange(text) {
    activeDoc().text = text;
    save();
    void render();
    if (activeDoc() !== mainDoc()) check();
  },
  onCursor: () => lightAtCursor(),
  onPoint: (at) => lightTag(at),
  onFormat: () => void format(),
});

const payload: EditorView = payloadEditor(byId("payload-editor"), work.payload, preferences.invisibles, (text) => {
  work.payload = text;
  save();
  void render();
});

const preview = new Preview({
  onDestination: setDestination,
  onPoint(piece) {
    const here = piece && piece.partial === nameInRender(activeDoc());
    editor.light(here ? { from: piece.tag.start, to: piece.tag.end } : null);
  },
  onStep(piece) {
    clearTimeout(announcing);
    status(
      `${preview.text.slice(piece.from, piece.to)}: from ${sourceOf(piece.partial).slice(piece.tag.start, piece.tag.end)}`,
    );
  },
  onChoose(piece) {
    const name = piece.partial;
    const index = name === null ? work.main : work.docs.findIndex((doc) => doc.name === name);
    if (index < 0) return;
    if (index !== work.active) openTab(index, false);
    editor.select(piece.tag.start, piece.tag.end);
  },
});

/** What the tag that begins at an offset of the open document wrote into the message, in words. */
function wroteAt(from: number): string | null {
  const name = nameInRender(activeDoc());
  const pieces = preview.pieces.filter((piece) => !piece.broken && piece.partial === name && piece.tag.start === from);
  const first = pieces[0];
  if (!first) return null;
  const text = preview.text.slice(first.from, first.to);
  return `Writes “${text.length > 200 ? `${text.slice(0, 200)}…` : text}”${pieces.length > 1 ? ` first, then ${pieces.length - 1} more` : ""}`;
}

let pointedTag = "";
function lightTag(at: number | null): void {
  const tag = at === null ? undefined : scanTags(activeDoc().text, work.dialect).find((t) => at >= t.from && at < t.to);
  const key = tag ? `${tag.from}-${tag.to}` : "";
  if (key === pointedTag) return;
  pointedTag = key;
  if (!tag) return lightAtCursor();
  const name = nameInRender(activeDoc());
  preview.light((piece) => piece.partial === name && piece.tag.start >= tag.from && piece.tag.end <= tag.to);
}

function lightAtCursor(): void {
  const at = editor.view.state.selection.main.head;
  const name = nameInRender(activeDoc());
  if (!editor.view.hasFocus) return preview.light(null);
  preview.light((piece) => piece.partial === name && piece.tag.start <= at && piece.tag.end >= at, true);
}

async function format(): Promise<void> {
  const doc = activeDoc();
  const result = await engine
    .call("format", { source: doc.text, dialect: work.dialect, partials: partials(doc) })
    .catch(() => null);
  if (doc !== activeDoc()) return;
  if (!result?.ok) return toast("Mend the errors first; then it can be formatted.");
  if (result.text === doc.text) return toast("It is in canonical form already.");
  editor.replace(result.text);
  toast("Formatted.");
}

// ---------------------------------------------------------------- tabs

function drawTabs(): void {
  byId("tabs").replaceChildren(
    ...work.docs.map((doc, i) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: doc.partial ? "tab partial" : "tab",
          id: `tab-${i}`,
          "aria-selected": String(i === work.active),
          "aria-controls": "template-editor",
          tabindex: i === work.active ? "0" : "-1",
          title: i === work.active ? "Again to rename" : doc.partial ? `Partial: {{> ${doc.name} }}` : doc.name,
          onclick: () => (i === work.active ? void editDoc(i) : openTab(i)),
          onkeydown: (event: KeyboardEvent) => {
            const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: work.docs.length - 1 }[event.key];
            if (to === undefined || !work.docs[to]) return;
            event.preventDefault();
            openTab(to, false);
            byId(`tab-${to}`).focus();
          },
        },
        doc.partial ? `> ${doc.name.replace(/^partials\//, "")}` : doc.name,
      ),
    ),
  );
  byId("template-editor").setAttribute("role", "tabpanel");
  byId("template-editor").setAttribute("aria-labelledby", `tab-${work.active}`);
}

function openTab(index: number, focus = true): void {
  const doc = work.docs[index];
  if (!doc) return;
  const before = mainDoc();
  work.active = index;
  if (!doc.partial) work.main = index;
  if (!doc.partial && doc !== before && work.dialect === "itl") {
    // A webhook's body is JSON and a details text is not: the view follows the template.
    const wanted = destinationFor({ dialect: "itl" }, doc.name);
    if (wanted === "webhook" || work.destination === "webhook") work.destination = wanted;
  }
  checked = [];
  editor.open(doc, work.dialect);
  preview.setDestination(work.destination, work.dialect);
  drawTabs();
  save();
  void render();
  if (focus) editor.view.focus();
}

async function editDoc(index: number | null): Promise<void> {
  const doc = index === null ? null : work.docs[index]!;
  const taken = work.docs.filter((other) => other !== doc).map((other) => other.name);
  const answer = await askDoc(doc, taken, work.docs.length > 1);
  if (answer === null) return;
  if (answer === "delete" && doc) {
    remember("Deleted.");
    const at = work.docs.indexOf(doc);
    work.docs.splice(at, 1);
    work.main = work.main > at ? work.main - 1 : Math.min(work.main, work.docs.length - 1);
    openTab(doc.partial ? work.main : Math.min(at, work.docs.length - 1));
  } else if (answer !== "delete") {
    if (doc) Object.assign(doc, { name: answer.name, partial: answer.partial });
    else work.docs.push(answer);
    openTab(doc ? work.docs.indexOf(doc) : work.docs.length - 1);
  }
}

// ---------------------------------------------------------------- the whole work

let undo: Workspace | null = null;

function remember(message: string): void {
  undo = structuredClone(work);
  toast(message, "Undo", () => {
    if (undo) openWork(undo, null);
  });
}

/** Opens another piece of work; the old one can be taken back. */
function openWork(next: Workspace, message: string | null): void {
  if (message) remember(message);
  work = structuredClone(next);
  checked = [];
  last = null;
  editor.reset();
  if (payload.state.doc.toString() !== work.payload)
    payload.dispatch({
      changes: { from: 0, to: payload.state.doc.length, insert: work.payload },
      selection: { anchor: 0 },
    });
  editor.open(activeDoc(), work.dialect);
  drawAll();
  save();
  void render();
}

function drawAll(): void {
  byId("title").textContent = work.title;
  document.title = `${work.title} · ITL playground`;
  drawTabs();
  preview.setDestination(work.destination, work.dialect);
  byId<HTMLSelectElement>("dialect").value = work.dialect;
  byId<HTMLInputElement>("timezone").value = work.timezone;
  byId<HTMLSelectElement>("escape").value = work.escape ?? "";
  byId<HTMLInputElement>("strict").checked = work.strict;
  byId<HTMLInputElement>("cut").checked = work.cut;
  byId<HTMLInputElement>("limit").value = work.limit === null ? "" : String(work.limit);
  drawClock();
}

function drawClock(): void {
  const clock = byId<HTMLInputElement>("clock");
  clock.value = new Date(work.now ?? Date.now()).toISOString().slice(0, 19);
  byId("clock-now").setAttribute("aria-pressed", String(work.now === null));
}

function setDestination(id: Destination): void {
  work.destination = id;
  preview.setDestination(id, work.dialect);
  save();
  void render();
}

function changed(): void {
  save();
  void render();
  check();
}

// ---------------------------------------------------------------- controls

byId<HTMLSelectElement>("escape").append(
  h("option", { value: "" }, "as sent there"),
  ...ESCAPES.map((e) => h("option", { value: e }, e)),
);
byId("escape").addEventListener("change", (event) => {
  work.escape = ESCAPES.find((e) => e === (event.target as HTMLSelectElement).value) ?? null;
  changed();
});
byId("dialect").addEventListener("change", (event) => {
  work.dialect = (event.target as HTMLSelectElement).value === "mustache" ? "mustache" : "itl";
  if (work.dialect === "itl" && destinationOf(work.destination).prompt) work.destination = "plain";
  editor.open(activeDoc(), work.dialect);
  preview.setDestination(work.destination, work.dialect);
  changed();
});
byId("timezone").addEventListener("input", (event) => {
  const input = event.target as HTMLInputElement;
  const known = zones.size === 0 || zones.has(input.value);
  input.setCustomValidity(known ? "" : "There is no zone of that name.");
  input.setAttribute("aria-invalid", String(!known));
  if (!known) return;
  work.timezone = input.value;
  changed();
});
byId("clock").addEventListener("input", (event) => {
  const at = Date.parse(`${(event.target as HTMLInputElement).value}Z`);
  if (Number.isNaN(at)) return;
  work.now = at;
  byId("clock-now").setAttribute("aria-pressed", "false");
  changed();
});
byId("clock-now").addEventListener("click", () => {
  work.now = null;
  drawClock();
  changed();
});
byId("strict").addEventListener("change", (event) => {
  work.strict = (event.target as HTMLInputElement).checked;
  changed();
});
byId("cut").addEventListener("change", (event) => {
  work.cut = (event.target as HTMLInputElement).checked;
  changed();
});
byId("limit").addEventListener("input", (event) => {
  const { valueAsNumber } = event.target as HTMLInputElement;
  work.limit = Number.isSafeInteger(valueAsNumber) && valueAsNumber > 0 ? valueAsNumber : null;
  changed();
});
const invisibles = byId<HTMLInputElement>("invisibles");
invisibles.checked = preferences.invisibles;
invisibles.addEventListener("change", () => {
  preferences.invisibles = invisibles.checked;
  savePreferences(preferences);
  editor.showInvisibles(invisibles.checked);
  showPayloadInvisibles(payload, invisibles.checked);
  preview.setInvisibles(invisibles.checked);
});
preview.setInvisibles(preferences.invisibles);

function openInsert(): void {
  let value: unknown;
  try {
    value = JSON.parse(work.payload);
  } catch {
    return toast("The event is not valid JSON; mend it first.");
  }
  const source = activeDoc().text;
  const open = openSectionsAt(source, editor.view.state.selection.main.head, work.dialect)
    .filter((pair) => pair.open.sigil === "#")
    .map((pair) => {
      const { from, to } = pathRange(source, pair.open);
      return source.slice(from, to);
    });
  const dialog = byId<HTMLDialogElement>("insert-dialog");
  fillInsert(dialog, value, open, (text, cursor) => editor.insert(text, cursor));
  dialog.showModal();
}
byId("insert").addEventListener("click", openInsert);
byId("format").addEventListener("click", () => void format());
byId("add-doc").addEventListener("click", () => void editDoc(null));
byId("pretty").addEventListener("click", () => {
  try {
    const text = JSON.stringify(JSON.parse(work.payload), null, 2);
    payload.dispatch({ changes: { from: 0, to: payload.state.doc.length, insert: text } });
  } catch {
    toast("The event is not valid JSON; its first mistake is marked.");
  }
});
byId("copy").addEventListener("click", () => void copy(preview.text, "The message is on the clipboard."));

byId("open-gallery").addEventListener("click", async () => {
  const dialog = byId<HTMLDialogElement>("gallery");
  await fillGallery(dialog, (next) => openWork(next, `Opened ${next.title}.`));
  dialog.showModal();
});
byId("share").addEventListener("click", async () => {
  const fragment = await toFragment(work);
  if (fragment.length > LONGEST_LINK) return toast("This is too much for a link; use Export.");
  history.replaceState(null, "", fragment);
  await copy(location.href, "The link is on the clipboard. It holds everything; nothing was sent.");
});
byId("export").addEventListener("click", () => exportFile(work));
const chooser = byId<HTMLInputElement>("import-file");
byId("import").addEventListener("click", () => chooser.click());
chooser.addEventListener("change", () => void take(chooser.files));
addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  void take(event.dataTransfer.files);
});
async function take(files: FileList | null): Promise<void> {
  if (!files?.length) return;
  const { workspace, done } = await importFiles(files, work);
  chooser.value = "";
  openWork(workspace, `Imported: ${done}.`);
}

byId("help").addEventListener("click", async () => {
  const dialog = byId<HTMLDialogElement>("help-dialog");
  fillHelp(dialog, await engine.call("functions", null).catch(() => []));
  dialog.showModal();
});
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    openInsert();
  }
});

const THEMES = ["auto", "light", "dark"] as const;
function drawTheme(): void {
  document.documentElement.dataset.theme = preferences.theme;
  byId("theme").setAttribute(
    "aria-label",
    `Colours: ${{ auto: "as the system has it", light: "light", dark: "dark" }[preferences.theme]}`,
  );
}
byId("theme").addEventListener("click", () => {
  preferences.theme = THEMES[(THEMES.indexOf(preferences.theme) + 1) % THEMES.length]!;
  savePreferences(preferences);
  drawTheme();
});

byId("intro").hidden = preferences.introduced;
byId("intro-close").addEventListener("click", () => {
  preferences.introduced = true;
  savePreferences(preferences);
  byId("intro").hidden = true;
  editor.view.focus();
});

// ---------------------------------------------------------------- small things

let toasting: ReturnType<typeof setTimeout> | undefined;
function toast(message: string, action?: string, run?: () => void): void {
  const box = byId("toast");
  clearTimeout(toasting);
  box.replaceChildren(
    message,
    action && run
      ? h("button", { type: "button", class: "button small", onclick: () => ((box.hidden = true), run()) }, action)
      : "",
  );
  box.hidden = false;
  toasting = setTimeout(() => (box.hidden = true), action ? 9_000 : 4_000);
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast("The browser does not let the page copy; select the text and copy it.");
  }
}

const zones = new Set<string>();
async function loadZones(): Promise<void> {
  const list = await engine.call("timezones", null).catch(() => []);
  for (const zone of list) zones.add(zone);
  byId("zones").append(...list.map((zone) => h("option", { value: zone })));
}

// The present moves on; what depends on it (`relativeTime`) follows once a minute.
setInterval(() => {
  if (work.now !== null) return;
  drawClock();
  void render();
}, 60_000);

async function openFragment(): Promise<boolean> {
  if (!location.hash.startsWith("#w=")) return false;
  const shared = await fromFragment(location.hash);
  // The address has done its duty; a reload must not throw away what was written since.
  history.replaceState(null, "", location.pathname + location.search);
  if (!shared) {
    toast("This link is damaged; a part of it is missing.");
    return false;
  }
  openWork(shared, loadWork() ? "Opened from the link." : null);
  return true;
}
addEventListener("hashchange", () => void openFragment());

engine.onRestart = () => (byId("status").dataset.restarts = String(engine.restarts));
drawTheme();
movableGutters();
drawAll();
editor.open(activeDoc(), work.dialect);
if (!(await openFragment())) await render();
document.documentElement.dataset.ready = "";
void loadZones();
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without one the page works all the same, as long as its server answers.
  navigator.serviceWorker.register(scriptUrl(new URL("./sw.js", document.baseURI))).catch(() => {});
}
