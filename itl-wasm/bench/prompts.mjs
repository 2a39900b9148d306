// Messages and requests of a held prompt against the render of the same text, in Node:
//
//     node bench/prompts.mjs [--rounds N] [--write]
//
// --write puts the table into benches/RESULTS-prompts.md, whose other tables `benches` makes.

import { readFileSync, writeFileSync } from "node:fs";
import { Payload, Template } from "itl-wasm";

const args = process.argv.slice(2);
const rounds = args.includes("--rounds") ? Number(args[args.indexOf("--rounds") + 1]) : 200;
const source =
  "{{! @escape xml }}\n{{$system}}You help the engineers on call.{{/system}}\n{{#turns}}\n{{$message}}{{text}}{{/message}}\n{{/turns}}\n";
const turn = (_, at) => ({
  role: at % 2 ? "assistant" : "user",
  text: `It is real: 7.4 % of the requests of checkout ${at} fail, by query_metric.\nThe baseline is "0.5 %".`,
});
const rows = [];
for (const count of [8, 100, 1_000]) {
  const data = { turns: Array.from({ length: count }, turn) };
  const template = new Template(source, { dialect: "mustache", escape: "xml" });
  const payload = Payload.from(data);
  const runs = [
    ["render", () => template.renderPayload(payload).text.length],
    ["messages", () => template.messages(payload).messages.length],
    ["request without digests", () => template.request(payload, { to: "openai", digests: false }).json.length],
    ["request", () => template.request(payload, { to: "openai" }).json.length],
    ["render of an object", () => template.render(data).text.length],
    ["messages of an object", () => template.messages(data).messages.length],
  ];
  const times = runs.map(() => []);
  const each = Math.max(1, Math.round(2_000 / count));
  for (let round = 0; round < rounds; round++) {
    runs.forEach(([, run], at) => {
      const start = process.cpuUsage();
      for (let left = each; left > 0; left--) run();
      times[at].push(process.cpuUsage(start).user / each);
    });
  }
  // The clock of the processor ticks too seldom for one round.
  const mean = times.map((all) => all.reduce((sum, time) => sum + time, 0) / all.length);
  const ratio = (at, base) => (mean[at] / mean[base]).toFixed(2);
  rows.push([count, ratio(1, 0), ratio(2, 0), ratio(3, 0), ratio(5, 4), mean[0].toFixed(1)]);
}
const table = [
  "| turns | messages | request, `digests: false` | request | messages of an object, by its render | render, µs |",
  "|---:|---:|---:|---:|---:|---:|",
  ...rows.map((row) => `| ${row.join(" | ")} |`),
].join("\n");
console.log(table);
if (args.includes("--write")) {
  const page = new URL("../../benches/RESULTS-prompts.md", import.meta.url);
  const text = readFileSync(page, "utf8").split("\n## In JavaScript\n")[0];
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    page,
    `${text.trimEnd()}

## In JavaScript

Made in itl-wasm/ by \`node bench/prompts.mjs --write\`, in Node ${process.versions.node}, on ${date}, ${rounds} rounds. A held template on a
payload that is ready, by the time of \`renderPayload\` on the same template; texts of about 100 bytes. The time is
that of the processor.

${table}
`,
  );
}
