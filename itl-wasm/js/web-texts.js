// The answers of the package in a browser that hold texts about the language.

import { api } from "./web-engine.js";
import { completed, explained, hovered, listed } from "./with-texts.js";

export const complete = (...given) => completed(api.complete(...given));
export const explain = (code) => explained(api.explain(code));
export const functions = () => listed(api.functions());
export const hover = (...given) => hovered(api.hover(...given));
