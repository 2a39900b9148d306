// Runs in the page of answers.test.mjs.

import * as answers from "../js/answers-web.js";
import { results } from "./answers-cases.js";

await answers.init();
globalThis.done = results(answers);
