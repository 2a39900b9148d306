// The engine in two parts is the whole one: the first renders everything, and with the rest it answers everything.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { create } from "../js/core.js";
import { compare } from "./compare.js";
import { dump } from "./native.mjs";
import { here } from "./packed.mjs";

const read = (name) => readFileSync(join(here, "dist", name));
const whole = create({ load: () => read("itl.wasm") });
const two = create({ load: () => read("itl-first.wasm") });
const ASKED = ["check", "format", "toElements", "fromElements"];
const lines = dump() + dump("random", "11", "1000");

function same(api) {
  const { counts, wrong } = compare(api, lines, { messages: false });
  assert.deepEqual(wrong.slice(0, 10), []);
  assert.ok(counts.corpus >= 500 && counts.random === 1000);
}

test("the first part renders everything", () => {
  same({ ...two, ...Object.fromEntries(ASKED.map((name) => [name, whole[name]])) });
});

test("what it lacks it says", () => {
  const template = new two.Template("{{ a }}");
  for (const call of [() => two.check("{{"), () => two.functions(), () => template.references])
    assert.throws(call, { code: "not-initialized" });
});

test("with the rest it answers everything", () => {
  two.initRest(read("itl-rest.wasm"));
  two.initRest(read("itl-rest.wasm"));
  same(two);
  const data = { a: { b: ["x", 1], c: null } };
  for (const api of [whole, two]) assert.equal(api.timezones().includes("Asia/Kathmandu"), true);
  for (const name of ["functions", "timezones"]) assert.deepEqual(two[name](), whole[name]());
  for (const source of [
    "{{ a. }}",
    "{{ #a.b }}{{ . }}{{ /a.b }}",
    '{{ a.b.join("") }}',
    "{{ c.nope }} {{ a.uppr() }}",
  ]) {
    assert.deepEqual(two.references(source), whole.references(source));
    assert.deepEqual(new two.Template(source).references, new whole.Template(source).references);
    assert.deepEqual(two.check(source, { sample: data }), whole.check(source, { sample: data }));
    for (let at = 0; at <= source.length; at++)
      for (const question of ["complete", "hover"])
        assert.deepEqual(two[question](source, at, data), whole[question](source, at, data), `${question} ${at}`);
  }
});

test("an engine that has stopped is whole again", () => {
  const small = create({ load: () => read("itl-first.wasm") });
  small.initRest(read("itl-rest.wasm"));
  assert.equal(small.render("{{ a }}", { a: 1 }).text, "1");
  assert.deepEqual(small.check("{{ a }}"), []);
});

test("the whole engine takes no second part", () => {
  whole.initRest(read("itl-rest.wasm"));
  assert.deepEqual(whole.check("{{ a }}"), []);
});
