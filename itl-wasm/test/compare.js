// Runs the lines of `dump` through the package and compares with what the native engine printed,
// byte for byte. Used in Node and, as it is, in a browser.

/**
 * `api` is the package, `lines` the text; gives the counts by source and what differs. Without `messages`, prompts are
 * rendered as texts alone, as in the build that does not split them.
 */
export function compare(api, lines, { messages = true } = {}) {
  const counts = {};
  const wrong = [];
  for (const line of lines.split("\n")) {
    if (line === "") continue;
    const one = JSON.parse(line);
    counts[one.from] = (counts[one.from] ?? 0) + 1;
    if (one.request && !messages) continue;
    const all = one.request ? requests(api, one) : roads(api, messages ? one : { ...one, messages: undefined });
    for (const [what, found, expected] of all) {
      const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
      if (a !== b)
        wrong.push(
          `${one.from}: ${one.name}: ${what}\n  native ${b}\n  here   ${a}\n  source ${JSON.stringify(one.source)}\n  json   ${one.json}`,
        );
    }
  }
  return { counts, wrong };
}

/** Every road to the text gives the same. */
function* roads(api, { source, json, options: native, result, canonical, elements, messages }) {
  const options = camelCase(native);
  const { dialect, partials, escape, onError, ...render } = options;
  const compile = { dialect, partials, escape, onError };
  const once = api.renderJson(source, json, options);
  yield ["renderJson", pick(once), result];
  const template = new api.Template(source, compile);
  yield ["Template.renderJson", pick(template.renderJson(json, render)), result];
  const payload = readable(api, json);
  if (payload) {
    yield ["Template.renderPayload", pick(template.renderPayload(payload, render)), result];
    payload.free();
    // What went through JavaScript's own numbers may differ; what survives it may not.
    const value = JSON.parse(json);
    if (lossless(json, value)) yield ["Template.render", pick(template.render(value, render)), result];
  }
  const traced = template.renderJson(json, { ...render, trace: true });
  yield ["with a trace", pick(traced), result];
  template.free();
  yield ["format", api.format(source, compile).text, canonical];
  yield ["check", api.check(source, compile), result.diagnostics];
  const stored = api.toElements(source);
  yield ["toElements", stored.elements, elements];
  // Whole numbers that JavaScript cannot hold are not written as they were.
  const isWhole = (arg) => arg.N === undefined || Number.isSafeInteger(arg.N);
  if (stored.ok && stored.elements.every((one) => (one.args ?? []).every(isWhole))) {
    yield ["fromElements", api.fromElements(stored.elements), stored.text];
    yield ["toElements of its text", api.toElements(stored.text).elements, elements];
  }
  if (messages) {
    const found = api.messages(source, JSON.parse(json), options);
    yield ["messages", { ...pick(found), messages: found.messages }, messages];
  }
}

/** The request of a prompt is the native one, from the data as a value and from its text. */
function* requests(api, { source, partials, json, options: native, request: expected }) {
  const given = Object.fromEntries(Object.entries(native).filter(([, value]) => value !== null));
  const options = { ...camelCase(given), strict: false };
  const template = new api.Template(source, { dialect: "mustache", partials });
  const payload = api.Payload.fromJson(json);
  const value = JSON.parse(json);
  for (const [road, data] of [["Payload", payload], ...(lossless(json, value) ? [["value", value]] : [])]) {
    const {
      json: body,
      ok,
      diagnostics,
      warnings,
      model,
      digests,
      report,
      attributes,
    } = template.request(data, options);
    const about = { model, digests, report, attributes };
    yield [`Template.request of a ${road}`, { json: body, about, ok, diagnostics, warnings }, expected];
  }
  payload.free();
  template.free();
}

function pick({ text, ok, diagnostics, warnings }) {
  return { text, ok, diagnostics, warnings };
}

function readable(api, json) {
  try {
    return api.Payload.fromJson(json);
  } catch (error) {
    if (error.code !== "invalid-json") throw error;
    return undefined;
  }
}

/** Whether reading and writing changed nothing but white space; the package sends lone surrogates as U+FFFD. */
function lossless(json, value) {
  if (/\\u[dD][89a-fA-F]/.test(json)) return false;
  return JSON.stringify(value) === json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part[0] === '"' ? part : ""));
}

/** Options as the package names them; the dump has the engine's names. */
export function camelCase(options) {
  const name = (key) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const named = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [name(key), value]));
  const { budget } = options;
  const all = named(options);
  return typeof budget === "object" && budget !== null ? { ...all, budget: named(budget) } : all;
}
