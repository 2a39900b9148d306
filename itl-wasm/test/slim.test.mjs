// The slim build gives the text of the full one, or it says that it cannot.

import assert from "node:assert/strict";
import test from "node:test";
import * as slim from "itl-wasm/slim";
import { camelCase } from "./compare.js";
import { dump } from "./native.mjs";

test("no text differs without a word", () => {
  let same = 0;
  let told = 0;
  const silent = [];
  for (const line of (dump() + dump("random", "7", "1500")).split("\n").filter(Boolean)) {
    const { from, name, source, json, options, result } = JSON.parse(line);
    // Whole requests have options of their own, and a call that this build refuses by name.
    if (from === "requests") continue;
    let found;
    try {
      found = slim.renderJson(source, json, camelCase(options));
    } catch (error) {
      assert.equal(error.code, "unsupported", error.message);
      told++;
      continue;
    }
    const [here, there] = [errors(found), errors(result)];
    const beyond = found.warnings.some(({ message }) => message.includes("of this build"));
    if (beyond || here.some((one) => !there.includes(one))) told++;
    else if (
      found.text === result.text &&
      JSON.stringify([...here, found.warnings]) ===
        JSON.stringify([...there, withoutHelp(result.warnings, found.warnings)])
    )
      same++;
    else silent.push(`${from}: ${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(result)}`);
  }
  console.log(
    `slim: ${same} as in the full build, ${told} told to be beyond it, ${silent.length} different without a word`,
  );
  assert.deepEqual(silent.slice(0, 10), []);
  assert.ok(same > 2_000);
  assert.ok(told > 50);
});

// The small build leaves out help and suggestions.
const withoutHelp = (warnings, here) =>
  warnings.map((one, i) => ({
    ...one,
    help: here[i]?.help === null ? null : one.help,
    suggestion: here[i]?.suggestion === null ? null : one.suggestion,
  }));

// What it says of a zone or a regular expression that it cannot use.
const errors = ({ diagnostics }) =>
  diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code} ${message}`);

test("what it lacks is an error of its own code", () => {
  const code = (call) => {
    try {
      return call().diagnostics?.[0]?.code;
    } catch (error) {
      return error.code;
    }
  };
  assert.equal(
    code(() => slim.render("", {}, { timezone: "Europe/Berlin" })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.render("", {}, { timezone: "UTC" })),
    undefined,
  );
  assert.equal(
    code(() => slim.render('{{ a.formatUnixMs("F", "Europe/Berlin") }}', {})),
    "E0208",
  );
  assert.equal(
    code(() => slim.render('{{ a.extractRegex("\\p{Greek}") }}', {})),
    "E0204",
  );
  assert.equal(
    code(() => slim.render('{{ a.extractRegex("[0-9]+") }}', {})),
    undefined,
  );
  assert.equal(
    code(() => slim.render('{{ a.extractRegex("(?<=id=)[0-9]+") }}', {})),
    "E0204",
  );
  assert.match(slim.check('{{ a.extractRegex("a(?!b)") }}')[0].message, /look-around is not part of this build/);
  assert.equal(
    code(() => slim.render('{{ a.extractRegex("(?<größe>[0-9]+)") }}', {})),
    "E0204",
  );
  assert.equal(
    code(() => slim.render("{{ a.trim() }}", {})),
    "E0201",
  );
  assert.match(slim.check("{{ a.trim() }}")[0].message, /`trim` is not part of this build/);
  assert.match(slim.check("{{ a.trimm() }}")[0].message, /unknown function `trimm`/);
  assert.equal(
    code(() => slim.render("", {}, { escape: "slack" })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.render("", {}, { escape: "html" })),
    undefined,
  );
  assert.equal(
    code(() => slim.render("", {}, { budget: "sms" })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.render("", {}, { trace: true })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.render("", {}, { trace: false })),
    undefined,
  );
  assert.equal(
    code(() => slim.render("", {}, { functions: { f: () => "" } })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.render("{{a}}", { a: () => "" }, { dialect: "mustache" })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.messages("{{$user}}x{{/user}}", {}, { dialect: "mustache" })),
    "unsupported",
  );
  assert.equal(
    code(() => slim.format("{{ a }}")),
    "unsupported",
  );
  assert.equal(
    code(() => slim.toElements("{{ a }}")),
    "unsupported",
  );
  assert.equal(
    code(() => slim.fromElements([])),
    "unsupported",
  );
  assert.equal(
    code(() => slim.complete("{{ a }}", 3)),
    "unsupported",
  );
  assert.equal(
    code(() => slim.references("{{ a }}")),
    "unsupported",
  );
  assert.equal(
    code(() => slim.check("", { portable: true })),
    "unsupported",
  );
  assert.equal(slim.check("{{ a").length, 1);
  const [wrong] = slim.check("{{ host.upercase() }}");
  assert.deepEqual([wrong.code, wrong.help, wrong.suggestion], ["E0201", null, null]);
});
