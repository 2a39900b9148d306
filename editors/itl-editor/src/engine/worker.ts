// The engine in a worker of its own, with everything in one file.
import { serve } from "./serve.js";
import * as words from "./words.js";

serve(() => Promise.resolve(words));
