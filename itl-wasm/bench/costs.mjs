// What a message costs in Node, in the processor's time, beside Mustache and Handlebars: the workload of docs/bindings.md.
//
//     node bench/costs.mjs

import { createRequire } from "node:module";

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const before = cpu();
const { Payload, Template } = await import("itl-wasm");
new Template("{{ a }}").renderJson('{"a":1}');
console.log(`first message of a process: ${((cpu() - before) / 1000).toFixed(1)} ms`);

const require = createRequire(import.meta.url);
const mustache = require("mustache");
const handlebars = require("handlebars");

const labels = { alertname: "DiskFull", host: "db-7", region: "eu-west-1", severity: "critical" };
const alert = (_, n) => ({
  annotations: { runbook: "https://runbooks.example/disk", summary: "Filesystem on /var is 97% full" },
  labels: { alertname: "DiskFull", host: `db-${n}`, job: "node", region: "eu-west-1" },
  startsAt: "2026-03-14T01:52:13Z",
  status: "firing",
});
const json = JSON.stringify({ alerts: Array.from({ length: 20 }, alert), labels, status: "firing" });
const sources = {
  summary: "{{{labels.severity}}}: {{{labels.alertname}}} on {{{labels.host}}} in {{{labels.region}}}, {{{status}}}",
  loop: "{{#alerts}}{{{labels.host}}}: {{{annotations.summary}}} ({{{status}}})\n{{/alerts}}",
};

/** The best of some rounds, in microseconds a call. */
function best(run) {
  for (let n = 0; n < 5_000; n++) run();
  let found = Infinity;
  for (let round = 0; round < 10; round++) {
    const start = cpu();
    for (let n = 0; n < 2_000; n++) run();
    found = Math.min(found, (cpu() - start) / 2_000);
  }
  return found.toFixed(1);
}

for (const [name, source] of Object.entries(sources)) {
  const template = new Template(source, { dialect: "mustache" });
  const document = JSON.parse(json);
  const payload = Payload.fromJson(json);
  const compiled = handlebars.compile(source);
  const text = template.renderJson(json).text;
  const runs = {
    "itl, JSON": () => template.renderJson(json).text,
    "Mustache, JSON": () => mustache.render(source, JSON.parse(json)),
    "Handlebars, JSON": () => compiled(JSON.parse(json)),
    "itl, a payload that is held": () => template.renderPayload(payload).text,
    "Mustache, document": () => mustache.render(source, document),
    "Handlebars, document": () => compiled(document),
  };
  for (const [engine, run] of Object.entries(runs)) {
    if (run() !== text) throw new Error(`${engine}, ${name}: ${run()}\nis not\n${text}`);
    console.log(`${name}, ${engine}, ${json.length} bytes: ${best(run)} µs`);
  }
}
