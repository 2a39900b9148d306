import { EngineClient, scriptUrl, type TemplateEditor } from "@itl/editor";
import workerUrl from "@itl/editor/worker?worker&url";
import promptsUrl from "itl-wasm/itl-prompts.wasm?url";
import wasmUrl from "itl-wasm/itl.wasm?url";
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

const engine = new EngineClient({
  wasm: wasmUrl,
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

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without one the page works all the same, as long as its server answers.
  navigator.serviceWorker.register(scriptUrl(new URL("./sw.js", document.baseURI))).catch(() => {});
}
