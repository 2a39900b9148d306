import { createItlEditor } from "@itl/editor";
import "@itl/editor/style.css";
import wasm from "itl-wasm/itl.wasm?url";

createItlEditor({
  parent: document.getElementById("editor"),
  engine: {
    wasm,
    worker: () => new Worker(new URL("@itl/editor/worker", import.meta.url), { type: "module" }),
  },
  template: "{{ host }} is {{ status.upperCase() }}",
  event: JSON.stringify({ host: "db-7", status: "down", since: "2026-03-14T02:17:43Z" }, null, 2),
  destination: "slack",
  onMessage: (message) => {
    document.getElementById("message").textContent = message;
  },
});
