import { EngineClient, scriptUrl, type TemplateEditor } from "@itl/editor";
import wasmUrl from "itl-wasm/itl-first.wasm?url";
import promptsUrl from "itl-wasm/itl-prompts.wasm?url";
import restUrl from "itl-wasm/itl-rest.wasm?url";
import first from "virtual:gallery-first";
import { App } from "./app.js";
import { eventPanel } from "./components/event-panel.js";
import { messagePanel } from "./components/message-panel.js";
import { options } from "./components/options.js";
import { pageActions } from "./components/page-actions.js";
import { templatePanel } from "./components/template-panel.js";
import { toast } from "./components/toast.js";
import { byId } from "./dom.js";
import { type Example, fromExample } from "./gallery.js";
import { movableGutters } from "./layout.js";
import workerUrl from "./worker.js?worker&url";

/** How long after its start the page has nothing else to fetch, in milliseconds. */
const REST = 3_000;

const engine = new EngineClient({
  wasm: wasmUrl,
  rest: restUrl,
  prompts: promptsUrl,
  worker: () => new Worker(scriptUrl(new URL(workerUrl, import.meta.url)), { type: "module", name: "itl" }),
});
engine.onRestart = () => (byId("status").dataset.restarts = String(engine.restarts));

const app = await App.start(engine, fromExample(first as Example));
app.toast = toast;

let editor: TemplateEditor | undefined;
const lights = messagePanel(app, () => ({
  light: (span) => editor?.light(span),
  select: (from, to) => editor?.select(from, to),
}));
editor = templatePanel(app, lights);
eventPanel(app);
options(app);
movableGutters();
const opened = await pageActions(app, () => editor?.view.focus());
if (!opened) await app.render();
performance.mark("first message");
document.documentElement.dataset.ready = "";
app.begin();
// Where this fails, the first completion or hover tries again.
engine.loadWords().catch(() => {});

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without one the page works all the same, as long as its server answers.
  navigator.serviceWorker.register(scriptUrl(new URL("./sw.js", document.baseURI))).catch(() => {});
  // The engine for prompts is as large as all the rest: it is kept last, and not where data is to be saved.
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (!connection?.saveData)
    void navigator.serviceWorker.ready.then(({ active }) =>
      setTimeout(() => active?.postMessage("keep the rest"), REST),
    );
}
