// What completion, hover, help and the insert tree need beyond a render: the texts of the functions and codes, and
// what the editor adds to the engine's answers.
export { complete, explain, functions, hover } from "itl-wasm";
export { assist, probeTemplate } from "./assist.js";

export type Words = typeof import("./words.js");
