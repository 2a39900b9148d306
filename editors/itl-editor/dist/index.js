/**
 * The parts of a template editor for pages: editor, preview, insert tree, list of problems, and the
 * engine in a worker. Each takes the element it is put into, is given state, and calls back.
 */
export { createItlEditor } from "./mount.js";
export { diff, diffCount, diffNodes } from "./diff.js";
export { DESTINATIONS, destinationOf, ESCAPES } from "./destinations/index.js";
export { debounce, h } from "./dom.js";
export { EngineClient, EngineError } from "./engine/client.js";
export { mergeSamples } from "./engine/merge.js";
export { insertTree } from "./insert.js";
export { MappedText } from "./mapped.js";
export { Preview } from "./preview.js";
export { mergeProblems, ProblemList } from "./problems.js";
export { createStore } from "./store.js";
export { applyFix, payloadEditor, runClose, runJump, runRename, showPayloadInvisibles, TemplateEditor, } from "./template-editor.js";
export { jsonProblems } from "./json-editor.js";
export { frameHtml, scriptUrl } from "./trusted.js";
