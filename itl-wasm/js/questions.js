// The questions about a source: checks, forms, completion and what the library holds. Each is answered in JSON.

import { ItlError, wrong } from "./errors.js";
import { checkOptions, compileOptions, editorOptions, jsonOf, string } from "./options.js";
import { REFUSED, refused } from "./result.js";

// The numbers of `itl-wire/src/questions.rs`.
const CHECK = 0;
const FORMAT = 1;
const FUNCTIONS = 2;
const EXPLAIN = 3;
const ZONES = 4;
const REFERENCES = 5;
const COMPLETE = 6;
const HOVER = 7;
const CHECK_ANSWER = 8;
const TO_ELEMENTS = 9;
const FROM_ELEMENTS = 10;
const TEXTS = 11;

/** The functions that ask an engine; `answers` says that the module checks answers. */
export function questionsOf({ engine, guarded, registrar, unregister }, answers) {
  /** Asks the engine a question about a source; its answer is JSON. */
  function ask(question, source, options = "", more = "") {
    const instance = engine();
    return guarded(instance, () => {
      const answer = instance.ofRest("ask");
      const length = instance.put(source, 0);
      const second = options === "" ? 0 : instance.put(options, length);
      const third = more === "" ? 0 : instance.put(more, length + second);
      if (answer(question, length, second, third) === REFUSED) throw refused(instance);
      return JSON.parse(instance.text());
    });
  }

  /** As `ask`, for options that may hold functions of the host. */
  function askWith(question, source, options, read, more) {
    string(source, "source");
    const [register, numbers] = registrar();
    try {
      return ask(question, source, read(options, register), more);
    } finally {
      unregister(numbers);
    }
  }

  function check(source, options) {
    return askWith(CHECK, source, options, checkOptions);
  }

  function format(source, options) {
    const { text, diagnostics } = askWith(FORMAT, source, options, compileOptions);
    return { ok: text !== null, text, diagnostics };
  }

  function toElements(source, options) {
    const { verbatim, ...rest } = options ?? {};
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw wrong("options", "verbatim alone", unknown);
    const more = verbatim === true ? '{"verbatim":true}' : "";
    const { text, elements, diagnostics } = ask(TO_ELEMENTS, string(source, "source"), "", more);
    return { ok: elements !== null, text, elements, diagnostics };
  }

  const fromElements = (elements) => ask(FROM_ELEMENTS, jsonOf(elements, "elements"));

  function checkAnswer(answer, schema, options) {
    if (!answers)
      throw new ItlError("unsupported", "this build does not hold checkAnswer; that of itl-wasm/answers does", {
        argument: "checkAnswer",
      });
    string(answer, "answer");
    const given = jsonOf(schema, "schema");
    const files = options?.files === undefined ? "" : `,"files":${jsonOf(options.files, "options.files")}`;
    return ask(CHECK_ANSWER, answer, `{"schema":${given}${files}}`);
  }

  const functions = () => ask(FUNCTIONS, "");
  const explain = (code) => ask(EXPLAIN, string(code, "code"));
  const timezones = () => ask(ZONES, "");
  const texts = () => ask(TEXTS, "");

  function references(source, options) {
    return askWith(REFERENCES, source, options, editorOptions);
  }

  function at(question, source, offset, sample, options) {
    if (!Number.isSafeInteger(offset) || offset < 0) throw wrong("offset", "a whole number, zero or more", offset);
    const arguments_ = `{"offset":${Math.min(offset, 0xffff_ffff)}${sample === undefined ? "" : `,"sample":${jsonOf(sample, "sample")}`}}`;
    return askWith(question, source, options, compileOptions, arguments_);
  }

  const complete = (source, offset, sample, options) => at(COMPLETE, source, offset, sample, options);
  const hover = (source, offset, sample, options) => at(HOVER, source, offset, sample, options);

  return {
    check,
    checkAnswer,
    complete,
    explain,
    format,
    fromElements,
    functions,
    hover,
    references,
    texts,
    timezones,
    toElements,
  };
}
