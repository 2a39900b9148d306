// Measures engines in turn, in short batches, so that the machine's drift meets all alike. A ratio
// is the median over the rounds of an engine's time divided by the hand-written code's.

import { WORKLOADS } from "./workloads.js";

/** Additions of texts are done when somebody reads them; a text that is sent is read. */
const read = (text) => text.charCodeAt(text.length - 1);

const now = () => performance.now();
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

/** `engines` are functions of the modules that make renderers; `rounds` of about 2 ms a batch. */
export function measure({ itl, Mustache, Handlebars, nunjucks, Liquid, Minijinja }, rounds) {
  const rows = {};
  const first = {};
  for (const work of WORKLOADS) {
    const { data } = work;
    const json = JSON.stringify(data);
    const expected = work.hand(data);
    const escape = work.html ? "html" : "none";
    const begun = {};
    const timed = (name, make) => {
      const start = now();
      const run = make();
      const text = run();
      begun[name] = now() - start;
      if (text !== expected) {
        let at = 0;
        while (text[at] === expected[at]) at++;
        throw new Error(
          `${work.name}: ${name} writes ${JSON.stringify(text.slice(at, at + 60))}, not ${JSON.stringify(expected.slice(at, at + 60))}`,
        );
      }
      return [name, run];
    };
    const runs = [
      timed("hand-written", () => () => work.hand(data)),
      timed("hand-written, from JSON", () => () => work.hand(JSON.parse(json))),
      timed("itl, payload made once", () => {
        const template = new itl.Template(work.itl, { dialect: work.dialect ?? "itl", escape });
        const payload = itl.Payload.fromJson(json);
        return () => template.renderPayload(payload).text;
      }),
      timed("itl, from JSON", () => {
        const template = new itl.Template(work.itl, { dialect: work.dialect ?? "itl", escape });
        return () => template.renderJson(json).text;
      }),
      timed("itl, from an object", () => {
        const template = new itl.Template(work.itl, { dialect: "itl", escape });
        return () => template.render(data).text;
      }),
      timed("handlebars", () => {
        const template = Handlebars.compile(work.handlebars);
        return () => template(data);
      }),
      timed("handlebars, from JSON", () => {
        const template = Handlebars.compile(work.handlebars);
        return () => template(JSON.parse(json));
      }),
      timed("nunjucks", () => {
        const environment = new nunjucks.Environment(null, { autoescape: Boolean(work.html) });
        const template = nunjucks.compile(work.nunjucks, environment);
        return () => template.render(data);
      }),
      timed("mustache", () => {
        Mustache.parse(work.mustache);
        return () => Mustache.render(work.mustache, data);
      }),
      timed("mustache, from JSON", () => () => Mustache.render(work.mustache, JSON.parse(json))),
      timed("minijinja-js", () => {
        const environment = new Minijinja();
        const name = work.html ? "t.html" : "t.txt";
        environment.addTemplate(name, work.minijinja);
        return () => environment.renderTemplate(name, data);
      }),
      timed("liquidjs", () => {
        const engine = new Liquid();
        const template = engine.parse(work.liquid);
        return () => engine.renderSync(template, data);
      }),
      timed("liquidjs, from JSON", () => {
        const engine = new Liquid();
        const template = engine.parse(work.liquid);
        return () => engine.renderSync(template, JSON.parse(json));
      }),
    ];
    const counts = runs.map(([, run]) => {
      const start = now();
      let count = 0;
      while (now() - start < 30) {
        read(run());
        count++;
      }
      return Math.max(1, Math.round(count / 15));
    });
    const times = runs.map(() => []);
    for (let round = 0; round < rounds; round++) {
      runs.forEach(([, run], at) => {
        const start = now();
        for (let left = counts[at]; left > 0; left--) read(run());
        times[at].push((now() - start) / counts[at]);
      });
    }
    runs.forEach(([name], at) => {
      (rows[name] ??= []).push(median(times[at].map((time, round) => time / times[0][round])));
      (first[name] ??= []).push(begun[name]);
    });
    rows["hand-written, µs"] = [...(rows["hand-written, µs"] ?? []), median(times[0]) * 1000];
  }
  return { rows, first };
}

/** The table as text. */
export function table(title, { rows, first }) {
  const line = (name, cells) =>
    `| ${name.padEnd(26)} | ${cells.map((cell) => String(cell).padStart(10)).join(" | ")} |`;
  const out = [
    `### ${title}: time by the hand-written code's, lower is better`,
    "",
    line(
      "",
      WORKLOADS.map(({ name }) => name),
    ),
    line(
      "-".repeat(26),
      WORKLOADS.map(() => "-".repeat(9) + ":"),
    ),
  ];
  for (const [name, cells] of Object.entries(rows))
    out.push(
      line(
        name,
        cells.map((cell) => cell.toFixed(cell < 10 ? 2 : 1)),
      ),
    );
  out.push(
    "",
    `### ${title}: template and first render, milliseconds`,
    "",
    line(
      "",
      WORKLOADS.map(({ name }) => name),
    ),
    line(
      "-".repeat(26),
      WORKLOADS.map(() => "-".repeat(9) + ":"),
    ),
  );
  for (const [name, cells] of Object.entries(first))
    if (!/hand|JSON|object/.test(name))
      out.push(
        line(
          name,
          cells.map((cell) => cell.toFixed(2)),
        ),
      );
  return out.join("\n");
}
