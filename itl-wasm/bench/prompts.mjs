// Messages and requests of a held prompt against the render of the same text, in Node:
//
//     node bench/prompts.mjs [--rounds N]

import { Payload, Template } from "itl-wasm";

const args = process.argv.slice(2);
const rounds = args.includes("--rounds") ? Number(args[args.indexOf("--rounds") + 1]) : 200;
const source =
  "{{! @escape xml }}\n{{$system}}You help the engineers on call.{{/system}}\n{{#turns}}\n{{$message}}{{text}}{{/message}}\n{{/turns}}\n";
const turn = (_, at) => ({
  role: at % 2 ? "assistant" : "user",
  text: `It is real: 7.4 % of the requests of checkout ${at} fail, by query_metric.\nThe baseline is "0.5 %".`,
});
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const rows = [];
for (const count of [8, 100, 1_000]) {
  const data = { turns: Array.from({ length: count }, turn) };
  const template = new Template(source, { dialect: "mustache", escape: "xml" });
  const payload = Payload.from(data);
  const runs = [
    ["render", () => template.renderPayload(payload).text.length],
    ["messages", () => template.messages(payload).messages.length],
    ["request", () => template.request(payload, { to: "openai" }).json.length],
    ["render of an object", () => template.render(data).text.length],
    ["messages of an object", () => template.messages(data).messages.length],
  ];
  const times = runs.map(() => []);
  const each = Math.max(1, Math.round(2_000 / count));
  for (let round = 0; round < rounds; round++) {
    runs.forEach(([, run], at) => {
      const start = performance.now();
      for (let left = each; left > 0; left--) run();
      times[at].push((performance.now() - start) / each);
    });
  }
  const ratio = (at, base) => median(times[at].map((time, round) => time / times[base][round])).toFixed(2);
  rows.push([count, ratio(1, 0), ratio(2, 0), ratio(4, 3), (median(times[0]) * 1000).toFixed(1)]);
}
console.log("| turns | messages by render | request by render | messages by render, of an object | render, µs |");
console.log("|---:|---:|---:|---:|---:|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
