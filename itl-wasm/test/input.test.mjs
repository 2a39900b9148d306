// What comes in from JavaScript is wrong in every way; the instance stays usable.

import assert from "node:assert/strict";
import test from "node:test";
import * as itl from "itl-wasm";

const {
  ItlError,
  Payload,
  Template,
  check,
  complete,
  explain,
  format,
  functions,
  hover,
  messages,
  references,
  render,
  renderJson,
} = itl;

function refused(code, argument, call) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof ItlError, String(error));
    assert.equal(error.code, code, error.message);
    if (argument !== undefined) assert.equal(error.argument, argument);
    return true;
  });
  assert.equal(render("{{ a }}", { a: 1 }).text, "1");
}

test("wrong types are errors that name the argument", () => {
  for (const source of [undefined, null, 5, {}, [], Symbol("s"), () => "", 5n]) {
    refused("invalid-argument", "source", () => render(source, {}));
    refused("invalid-argument", "source", () => new Template(source));
    refused("invalid-argument", "source", () => check(source));
    refused("invalid-argument", "source", () => format(source));
    refused("invalid-argument", "source", () => references(source));
    refused("invalid-argument", "source", () => messages(source));
    refused("invalid-argument", "text", () => Payload.fromJson(source));
    refused("invalid-argument", "json", () => renderJson("", source));
    refused("invalid-argument", "code", () => explain(source));
  }
  const template = new Template("");
  refused("invalid-argument", "payload", () => template.renderPayload({}));
  refused("invalid-argument", "text", () => template.renderJson({}));
  refused("invalid-argument", "constructor", () => new Payload());
  for (const offset of [undefined, -1, 1.5, NaN, "1", 2 ** 60]) {
    refused("invalid-argument", "offset", () => complete("{{ a }}", offset));
    refused("invalid-argument", "offset", () => hover("{{ a }}", offset));
  }
  assert.equal(complete("{{ a }}", 4_000_000_000), null);
});

test("wrong options are errors that name the option", () => {
  const wrong = {
    dialect: ["ITL", 5, {}],
    partials: ["x", [], { a: 5 }],
    functions: [
      5,
      { f: 5 },
      { f: {} },
      { f: { run: () => 0, params: "text" } },
      { f: { run: () => 0, params: ["regex"] } },
    ],
    escape: ["pdf", 1],
    timezone: [5, "Mars/Olympus", ""],
    limits: [5, { steps: -1 }, { steps: 1.5 }, { steps: Infinity }, { nope: 1 }],
    now: ["yesterday", NaN, Infinity, new Date(NaN), 5n],
    budget: ["fax", 5, {}, { maxChars: 1, maxBytes: 1 }, { maxChars: -1 }, { maxChars: 1, marker: 5 }],
    strict: ["yes", 1],
    trace: [1],
    checkOutput: ["no"],
    nope: [1],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => render("", {}, { [name]: value }),
        (error) => {
          assert.equal(error.code, "invalid-argument", `${name}: ${error.message}`);
          assert.ok(error.argument.startsWith(`options.${name}`), error.argument);
          return true;
        },
      );
    }
  }
  refused("invalid-argument", "options", () => render("", {}, 5));
  refused("invalid-argument", "options.dialect", () => new Template("").render({}, { dialect: "itl" }));
  refused("invalid-argument", "options.to", () => messages("", {}, { to: "x" }));
  assert.equal(render("{{ a }}", { a: 1 }, undefined).text, "1");
  assert.equal(render("{{ a }}", { a: 1 }, { timezone: undefined }).text, "1");
  const deep = JSON.parse("[".repeat(500) + "]".repeat(500));
  refused("invalid-argument", "options", () => check("{{ a }}", { sample: deep }));
});

test("data without a JSON form is an error", () => {
  const cycle = {};
  cycle.self = cycle;
  const evil = {
    toJSON() {
      throw null;
    },
  };
  const deep = [];
  for (let at = 0, inner = deep; at < 100_000; at++) inner.push((inner = []));
  for (const data of [cycle, 5n, { a: 5n }, evil, () => 0, Symbol("s"), deep]) {
    refused("invalid-data", "data", () => render("{{ a }}", data));
    refused("invalid-data", "data", () => Payload.from(data));
  }
  refused("invalid-json", undefined, () => Payload.fromJson("{"));
  refused("invalid-json", undefined, () => Payload.fromJson("[".repeat(10_000)));
  // As bytes that are not JSON, for which there is always a text.
  const { text, ok, warnings } = renderJson("a{{ b }}c", "{");
  assert.deepEqual([text, ok, warnings[0].code], ["ac", false, "E0601"]);
});

test("what JavaScript converts", () => {
  const text = (data) => render("[{{ . }}][{{ a }}]", data).text;
  assert.equal(text(undefined), "[][]");
  assert.equal(text(null), "[][]");
  assert.equal(text({ a: undefined }), "[{}][]");
  assert.equal(text({ a: NaN }), '[{"a":null}][]');
  assert.equal(text({ a: new Date(0) }), '[{"a":"1970-01-01T00:00:00.000Z"}][1970-01-01T00:00:00.000Z]');
  assert.equal(text({ a: 95.0 }), '[{"a":95}][95]');
  assert.equal(text("x"), "[x][]");
  assert.equal(renderJson("{{ a }}", '{"a":95.0}').text, "95.0");
  assert.equal(renderJson("{{ a }}", '{"a":12345678901234567890}').text, "12345678901234567890");
});

test("lone surrogates are U+FFFD, everywhere", () => {
  const lone = ["\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d"];
  for (const one of lone) {
    const whole = one.replace(/[\ud800-\udfff]/g, "\ufffd");
    assert.equal(render("{{ a }}", { a: one }).text, whole);
    assert.equal(render("{{ a }}", { a: `\\ud83d${one}` }).text, `\\ud83d${whole}`);
    assert.equal(render(one, {}).text, whole);
    assert.equal(render(`{{ ["${one}"] }}`, { [one]: 1 }).text, "1");
    assert.equal(render("{{> p }}", {}, { partials: { p: one } }).text, whole);
    assert.equal(render("{{ a.f() }}", { a: one }, { functions: { f: (value) => value + one } }).text, whole + whole);
  }
  assert.equal(render("{{ a }}", { a: "😀" }).text, "😀");
  const { diagnostics } = render("\ud83d😀{{ a.nope() }}", {});
  assert.deepEqual([diagnostics[0].span.start, diagnostics[0].span.byteStart, diagnostics[0].span.column], [8, 12, 8]);
});

test("a byte order mark is text", () => {
  assert.equal(render("\ufeff{{ a }}", { a: "\ufeffx" }).text, "\ufeff\ufeffx");
});

test("texts of every length cross", () => {
  for (const unit of ["a", "ü", "€", "😀", "\ud83d"]) {
    for (const length of [0, 1, 340, 341, 342, 1023, 1024, 1025, 65_537, 1_000_003]) {
      const text = unit.repeat(length);
      const { text: found } = render("{{ a }}", { a: text });
      assert.ok(found === text.replaceAll("\ud83d", (one, at) => (unit === one ? "\ufffd" : one)), `${unit} ${length}`);
    }
  }
});

test("a render is bounded", () => {
  const bomb = "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}x{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}";
  const { ok, warnings } = render(bomb, { a: Array(100).fill(1) }, { limits: { steps: 10_000 } });
  assert.equal(ok, false);
  assert.equal(warnings.at(-1).code, "W0405");
  assert.equal(render("{{ a }}", { a: "x".repeat(1000) }, { limits: { outputBytes: 10 } }).text.length, 10);
});

test("strict renders throw what is wrong as data", () => {
  const lenient = render("{{ a.nope() }}{{ b }}", {});
  assert.throws(
    () => render("{{ a.nope() }}{{ b }}", {}, { strict: true }),
    (error) => {
      assert.equal(error.code, "strict");
      assert.equal(error.text, lenient.text);
      assert.deepEqual(error.diagnostics, [...lenient.diagnostics, ...lenient.warnings]);
      return true;
    },
  );
  assert.equal(render("{{ a }}", { a: 1 }, { strict: true }).ok, true);
});

test("functions of the host", () => {
  const template = new Template("{{ a.add2(5) }} {{ a.fail() }} {{ a.later() }} {{ a.again() }} {{ a.odd() }}", {
    functions: {
      add2: { params: ["integer"], run: (value, n) => value + n },
      fail: () => {
        throw {
          toString() {
            throw 1;
          },
        };
      },
      later: async () => 1,
      // Coming back in while a template runs.
      again: (value) =>
        render("<{{ a }}>", { a: value }).text + template.renderJson('{"a":7}', { limits: { steps: 1 } }).text.length,
      odd: () => Symbol("s"),
    },
  });
  const { text, warnings } = template.render({ a: 1 });
  assert.match(text, /^6 1 1 <1>\d+ 1$/);
  assert.deepEqual(
    warnings.map((one) => one.code),
    ["W0304", "W0304", "W0304"],
  );
  refused("disposed", undefined, () => {
    template.free();
    template.render({});
  });
  template.free();
});

test("lambdas of Mustache", () => {
  const data = {
    name: "A & B",
    bold: (text) => `<b>${text}</b>`,
    self() {
      return this.name;
    },
    nested: { wrap: (text) => `(${text})` },
    broken() {
      throw new Error("no");
    },
  };
  const { text } = render("{{#bold}}{{name}}{{/bold}} {{{self}}} {{#nested.wrap}}x{{/nested.wrap}} {{broken}}.", data, {
    dialect: "mustache",
  });
  assert.equal(text, "<b>A &amp; B</b> A & B (x) .");
  // One that throws is a warning, and in a strict render an error.
  for (const source of ["a{{broken}}b", "a{{#broken}}x{{/broken}}b"]) {
    const { text, ok, warnings } = render(source, data, { dialect: "mustache" });
    assert.deepEqual(
      [text, ok, warnings.map(({ code, message }) => `${code} ${message}`)],
      ["ab", false, ["W0304 the callback failed: no"]],
    );
    assert.throws(
      () => render(source, data, { dialect: "mustache", strict: true }),
      (error) => error instanceof ItlError && error.code === "strict" && error.diagnostics[0].code === "W0304",
    );
  }
  // A payload cannot call what it was not given.
  const forged = JSON.parse('{"a":{"\\u0000itl:callback":1}}');
  assert.equal(render("{{#a}}x{{/a}}", { ...forged, f: () => "y" }, { dialect: "mustache" }).text, "x");
});

test("a payload is kept until it is freed", () => {
  const payload = Payload.from({ a: 1 });
  const template = new Template("{{ a }}");
  assert.equal(template.renderPayload(payload).text, "1");
  assert.equal(template.render(payload).text, "1");
  payload.free();
  payload.free();
  refused("disposed", undefined, () => template.renderPayload(payload));
});

test("results are plain objects of their own", () => {
  const template = new Template("{{ a }}{{ b.nope() }}");
  const first = template.render({});
  const second = template.render({});
  assert.deepEqual(first, second);
  assert.equal(Object.getPrototypeOf(first), Object.prototype);
  assert.deepEqual(structuredClone(first), first);
  assert.deepEqual(JSON.parse(JSON.stringify(first)), first);
});

test("memory does not grow over 25,000 failed calls", { timeout: 600_000 }, () => {
  const cycle = {};
  cycle.self = cycle;
  const calls = [
    () => render("{{ a.nope( }}{{#x}}", { a: 1 }, { strict: true }),
    () => render("{{ a }}", cycle),
    () => render("{{ a }}", {}, { timezone: "Mars/Olympus" }),
    () => Payload.fromJson('{"a":[1,2,{"b":'),
    () => new Template(5),
    () => render("{{ a.f(1,2) }}", {}, { strict: true, functions: { f: () => 0 } }),
    () =>
      render(
        '{{ a.matches("[") }}',
        {},
        { strict: true, functions: { g: { run: () => 0, params: [{ name: "wanted" }] } } },
      ),
    () => render("{{ a }}", { a: 1 }, { functions: { f: 5 } }),
    () => render("{{#l}}{{/l}}{{ m }}", { l: () => 1n }, { dialect: "mustache", strict: true }),
    () => renderJson("{{ a }}", "{", { strict: true }),
  ];
  const failed = (times) => {
    for (let at = 0; at < times; at++) assert.throws(calls[at % calls.length], ItlError);
  };
  failed(2_000);
  const before = itl.memoryBytes();
  failed(25_000);
  assert.equal(itl.memoryBytes(), before);
  assert.equal(render("{{ a }}", { a: 1 }).text, "1");
});

test("an instance that stopped is replaced, and everything goes on", { timeout: 600_000 }, () => {
  const template = new Template("{{ a.f() }}", { functions: { f: (value) => value + 1 } });
  const payload = Payload.fromJson('{"a":1}');
  // A text of 3 GB, which the limits would have stopped, is more than the memory can grow to.
  const large = Payload.from({ times: Array(30).fill(0), text: "x".repeat(100_000_000) });
  const endless = new Template("{{ #times }}{{ text }}{{ /times }}", { limits: { outputBytes: 2 ** 32 } });
  refused("trap", undefined, () => endless.renderPayload(large));
  assert.equal(template.renderPayload(payload).text, "2");
  assert.equal(template.render({ a: 5 }).text, "6");
  assert.equal(template.references.length, 1);
  assert.equal(render("{{ a }}", { a: 1 }).text, "1");
});

test("the answers of the editor functions", () => {
  assert.equal(functions().find(({ name }) => name === "substring").signature, "substring(from, to?)");
  assert.equal(explain("E0101").severity, "error");
  assert.equal(explain("nope"), null);
  const source = "ü {{ alerts[0].ho }}";
  const sample = { alerts: [{ host: "db-7" }] };
  const { span, items } = complete(source, source.indexOf("ho") + 2, sample);
  assert.equal(source.slice(span.start, span.end), "ho");
  assert.equal(items[0].insert, "host");
  assert.equal(hover("ü {{ a }}", 5, { a: 7 }).value, "7");
  assert.deepEqual(
    references("{{ #a }}{{ b }}{{ /a }}", { sample: { a: [{ b: 1 }] } }).map(({ path }) => path),
    ["a", "a[].b"],
  );
  assert.equal(check("{{ a.trim() }}", { portable: true })[0].code, "W0502");
  assert.equal(check("{{ hots }}", { sample: { host: 1 } })[0].code, "W0507");
  assert.equal(format("{{a.trim( )}}").text, "{{ a.trim() }}");
  assert.deepEqual(format("{{ a").text, null);
  const { body, messages: turns } = messages(
    "{{$system}}Be brief.{{/system}}Hi",
    {},
    { to: "anthropic", escape: "none" },
  );
  assert.deepEqual(body, { system: "Be brief.", messages: [{ role: "user", content: "Hi" }] });
  assert.equal(turns.length, 2);
});
