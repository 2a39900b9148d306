import Handlebars from "handlebars/dist/handlebars.js";
import * as itl from "itl-wasm";
import { Liquid } from "liquidjs";
import initMinijinja, { Environment as Minijinja } from "minijinja-js/dist/web/minijinja_js.js";
import minijinja from "minijinja-js/dist/web/minijinja_js_bg.wasm?url";
import Mustache from "mustache";
import nunjucks from "nunjucks/browser/nunjucks.js";
import { measure } from "../measure.js";

const start = performance.now();
await itl.init();
itl.render("");
const between = performance.now();
await initMinijinja({ module_or_path: minijinja });
const other = performance.now() - between;
const rounds = Number(new URLSearchParams(location.search).get("rounds"));
globalThis.done = {
  ...measure({ itl, Mustache, Handlebars, nunjucks, Liquid, Minijinja }, rounds),
  init: between - start,
  other,
};
