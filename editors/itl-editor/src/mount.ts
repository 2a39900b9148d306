import { allFixes, suggestionFor, toEditorDiagnostics } from "codemirror-lang-itl";
import type { Diagnostic, Dialect } from "itl-wasm";
import { type Destination, destinationOf } from "./destinations/index.js";
import { debounce, h } from "./dom.js";
import { EngineClient, EngineError, type EngineOptions } from "./engine/client.js";
import type { Setting } from "./engine/protocol.js";
import { insertTree } from "./insert.js";
import { Preview } from "./preview.js";
import { ProblemList } from "./problems.js";
import { TemplateEditor } from "./template-editor.js";

/** What a template editor with its preview is made of. */
export interface ItlEditorOptions {
  /** Where it is put. */
  parent: HTMLElement;
  /** The engine, or how to start one. */
  engine: EngineClient | EngineOptions;
  template: string;
  /** The event as JSON text. */
  event: string;
  dialect?: Dialect;
  destination?: Destination;
  timezone?: string;
  /** The clock in Unix milliseconds; the present by default. */
  now?: number;
  partials?: Readonly<Record<string, string>>;
  /** Called with each change of the template, and with the message that it gives. */
  onChange?: (template: string) => void;
  onMessage?: (message: string) => void;
}

/** A mounted editor. */
export interface ItlEditor {
  readonly template: string;
  readonly message: string;
  setTemplate(text: string): void;
  setEvent(json: string): void;
  setDestination(destination: Destination): void;
  destroy(): void;
}

/** Puts a template editor, its problems and the message into an element. */
export function createItlEditor(options: ItlEditorOptions): ItlEditor {
  const engine = options.engine instanceof EngineClient ? options.engine : new EngineClient(options.engine);
  const dialect = options.dialect ?? "itl";
  let { template, event } = options;
  let destination = options.destination ?? "plain";
  /** The findings that are shown, and the text that they were made for. */
  let checked: { text: string; found: Diagnostic[] } = { text: template, found: [] };

  const setting = (source = template): Setting => ({
    docs: [
      { name: "template", text: source, partial: false },
      ...Object.entries(options.partials ?? {}).map(([name, text]) => ({ name, text, partial: true })),
    ],
    doc: 0,
    dialect,
    escape: destinationOf(destination).escape,
    timezone: options.timezone ?? "UTC",
    now: options.now ?? Date.now(),
    target: "full",
  });
  const quiet = <T>(promise: Promise<T>): Promise<T | null> => promise.catch(() => null);

  const editorBox = h("div", { class: "editor" });
  const problemBox = h("div", { class: "problems", role: "region", "aria-label": "Problems" });
  const insertBox = h("div", { class: "insert", hidden: true });
  const previewBox = h("div", { class: "panel preview" });
  const insertButton = h(
    "button",
    { type: "button", class: "button small accent", "aria-expanded": "false" },
    "Insert data…",
  );
  const root = h(
    "div",
    { class: "itl-editor itl-mounted" },
    h("div", { class: "panel" }, h("div", { class: "panel-head" }, insertButton), insertBox, editorBox, problemBox),
    previewBox,
  );
  options.parent.append(root);

  const check = debounce(120, async () => {
    const text = template;
    const found = await quiet(engine.call("check", { ...setting(text), event: 0 }, "check"));
    // Spans of an earlier text would lie under the wrong characters; the change has asked for another check.
    if (!found || text !== template) return;
    checked = { text, found };
    problems.show(found, "No problems");
    editor.mark(toEditorDiagnostics(found, text, dialect), []);
  });
  const render = async (): Promise<void> => {
    const { budget = null } = destinationOf(destination);
    const job = { ...setting(), event: 0, budget, strict: false, messages: false, to: "openai" as const };
    try {
      const rendered = await engine.call("render", job, "render");
      preview.show(rendered, "", () => false);
      options.onMessage?.(rendered.result.text);
    } catch (error) {
      if (error instanceof EngineError && error.code !== "superseded") preview.say(error.message);
    }
    check();
  };

  let begin = (): void => {};
  const editor = new TemplateEditor({
    parent: editorBox,
    start: new Promise<void>((resolve) => (begin = resolve)),
    engine: {
      dialect,
      complete: (source, offset) =>
        quiet(engine.call("complete", { ...setting(source), event: 0, offset }, "complete")),
      hover: (source, offset) => quiet(engine.call("hover", { ...setting(source), event: 0, offset }, "hover")),
      functions: () => engine.call("functions", null),
    },
    onChange(text) {
      template = text;
      options.onChange?.(text);
      void render();
    },
    onCursor: () => {},
    onPoint: () => {},
  });
  const problems = new ProblemList(problemBox, {
    go: (d) => editor.select(d.span.start, d.span.end),
    canFix: (d) => suggestionFor(template, d, dialect) !== null,
    fix(d) {
      const found = checked.text === template ? suggestionFor(template, d, dialect) : null;
      if (found) editor.change([{ from: found.span.start, to: found.span.end, insert: found.replacement }]);
    },
    fixAll() {
      if (checked.text === template) editor.change(allFixes(template, checked.found, dialect));
    },
    explain: (code) => quiet(engine.call("explain", { code })),
  });
  const preview = new Preview(previewBox, {
    onDestination(id) {
      destination = id;
      preview.setDestination(id, dialect);
      void render();
    },
    onPoint: (piece) => editor.light(piece ? { from: piece.tag.start, to: piece.tag.end } : null),
    onStep: () => {},
    onChoose: (piece) => piece.partial === null && editor.select(piece.tag.start, piece.tag.end),
  });
  const showInsert = (shown: boolean): void => {
    insertBox.hidden = !shown;
    insertButton.setAttribute("aria-expanded", String(shown));
  };
  insertButton.addEventListener("click", () => {
    if (!insertBox.hidden) return showInsert(false);
    let payload: unknown = null;
    try {
      payload = JSON.parse(event);
    } catch {
      // An event that cannot be read has nothing to insert.
    }
    insertTree(insertBox, {
      payload,
      open: editor.openSections(),
      choose: (text, cursor) => editor.insert(text, cursor),
      print: (expression) =>
        engine.call("probe", { ...setting(), event: 0, offset: editor.cursor, expression }).then((all) => all[0] ?? ""),
      close: () => showInsert(false),
    });
    showInsert(true);
  });

  engine.setEvents([{ name: "event", text: event }]);
  preview.setDestination(destination, dialect);
  editor.open({ name: "template", text: template }, dialect);
  void render().then(begin);

  return {
    get template() {
      return template;
    },
    get message() {
      return preview.text;
    },
    setTemplate: (text) => editor.replace(text),
    setEvent(json) {
      event = json;
      engine.setEvents([{ name: "event", text: json }]);
      void render();
    },
    setDestination(id) {
      destination = id;
      preview.setDestination(id, dialect);
      void render();
    },
    destroy() {
      editor.view.destroy();
      engine.close();
      root.remove();
    },
  };
}
