// In a project of your own no setting is needed but `optimizeDeps`; here each package has its own copies of CodeMirror.
const codemirror = ["autocomplete", "commands", "language", "lint", "search", "state", "view"];
const once = [...codemirror.map((name) => `@codemirror/${name}`), "@lezer/common", "@lezer/highlight"];

export default {
  base: "./",
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  optimizeDeps: { exclude: ["itl-wasm", "@itl/editor"] },
  resolve: { dedupe: once },
};
