// The alert and prompt workloads of benches/, as data made by a small generator, each template in
// each engine's language, and what a person would write by hand. All give the same text.

let state = 7;
const below = (limit) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state % limit;
};
const pick = (of) => of[below(of.length)];

const alerts = {
  version: "4",
  status: "firing",
  receiver: "ilert-storage",
  groupLabels: { alertname: "DiskFillsInFourHours", cluster: "prod-eu1" },
  externalURL: "https://alertmanager.acme.example",
  alerts: Array.from({ length: 20 }, (_, index) => ({
    status: "firing",
    labels: {
      alertname: "DiskFillsInFourHours",
      instance: `${pick(["db", "web", "queue"])}-${index}.eu1.acme.example:9100`,
      severity: pick(["critical", "warning"]),
      team: "storage",
    },
    annotations: {
      summary: 'Disk "/srv/data" fills up',
      description: `/srv/data has ${below(300)} GiB left and is full within four hours.`,
    },
    startsAt: `2026-03-14T0${below(10)}:52:13.217Z`,
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: `https://prom.acme.example/graph?g0.expr=free%7Bm%3D${index}%7D&g0.tab=1`,
  })),
};

const words = ["the", "disk", "of", "db-7", "fills", "since", "02:52", "and", "nobody", "knows", "why"];
const sentence = (length) => Array.from({ length }, () => pick(words)).join(" ");
const prompt = {
  instruction: sentence(60),
  tools: Array.from({ length: 6 }, (_, index) => ({
    name: `tool_${index}`,
    description: sentence(12),
    schema: `{"type":"object","id":${index}}`,
  })),
  turns: Array.from({ length: 30 }, (_, index) => ({ role: index % 2 ? "assistant" : "user", content: sentence(25) })),
  input: sentence(20),
};

const report = {
  title: "Services & hosts",
  rows: Array.from({ length: 100 }, (_, index) => ({
    host: `host-${index}`,
    service: pick(["api", "db <primary>", "queue"]),
    message: `${sentence(6)} & <more>`,
    count: below(1000),
    load: below(1000) / 8,
  })),
};

const itlDetails = `{{ groupLabels.alertname }} in {{ groupLabels.cluster }}: {{ status }}
{{ #alerts }}
- {{ labels.instance }} [{{ labels.severity }}] {{ annotations.summary }}
  {{ annotations.description }}
  since {{ startsAt }}, {{ generatorURL }}
{{ /alerts }}
Source: {{ externalURL }}`;

const itlPrompt = `<task_instructions>
{{{ instruction }}}
</task_instructions>
<tools>
{{ #tools }}
<tool name="{{{ name }}}" schema='{{{ schema }}}'>{{{ description }}}</tool>
{{ /tools }}
</tools>
<conversation>
{{ #turns }}
<{{{ role }}}>
{{{ content }}}
</{{{ role }}}>
{{ /turns }}
</conversation>
<user_input>
{{{ input }}}
</user_input>`;

const itlTable = `<h1>{{ title }}</h1>
<table>
{{ #rows }}
<tr><td>{{ host }}</td><td>{{ service }}</td><td>{{ message }}</td><td>{{ count }}</td><td>{{ load }}</td></tr>
{{ /rows }}
</table>`;

// Every other language from this one: the same tags in its own marks.
const tight = (source) => source.replace(/\{\{(\{?) *([#/]?) *(.*?) *(\}?)\}\}/g, "{{$1$2$3$4}}");
const raw = (source) => tight(source).replace(/\{\{(?![#/{])(.*?)\}\}/g, "{{{$1}}}");
const handlebars = (source) => source.replace(/\{\{#(.*?)\}\}/g, "{{#each $1}}").replace(/\{\{\/.*?\}\}/g, "{{/each}}");
const loops = (source, open, close) =>
  source
    .replace(
      /\{\{#(\w+)\}\}\n([^]*?)\{\{\/\1\}\}\n/g,
      (_, list, body) => open(list) + body.replace(/\{\{+(.*?)\}\}+/g, "{{ item.$1 }}") + close,
    )
    .replace(/\{\{\{(.*?)\}\}\}/g, "{{ $1 }}");
const jinja = (source) => loops(source, (list) => `{% for item in ${list} -%}\n`, "{% endfor -%}\n");
const nunjucks = jinja;
const liquid = (source) => loops(source, (list) => `{% for item in ${list} -%}\n`, "{% endfor -%}\n");

const escape = (text) => text.replace(/[&<>]/g, (one) => (one === "&" ? "&amp;" : one === "<" ? "&lt;" : "&gt;"));

export const WORKLOADS = [
  {
    name: "details",
    data: alerts,
    itl: itlDetails,
    mustache: raw(itlDetails),
    handlebars: handlebars(raw(itlDetails)),
    nunjucks: nunjucks(tight(itlDetails)),
    minijinja: jinja(tight(itlDetails)),
    liquid: liquid(tight(itlDetails)),
    hand(data) {
      let out = `${data.groupLabels.alertname} in ${data.groupLabels.cluster}: ${data.status}\n`;
      for (const { labels, annotations, startsAt, generatorURL } of data.alerts) {
        out += `- ${labels.instance} [${labels.severity}] ${annotations.summary}\n  ${annotations.description}\n  since ${startsAt}, ${generatorURL}\n`;
      }
      return `${out}Source: ${data.externalURL}`;
    },
  },
  {
    name: "prompt",
    data: prompt,
    dialect: "mustache",
    itl: tight(itlPrompt),
    mustache: tight(itlPrompt),
    handlebars: handlebars(tight(itlPrompt)),
    nunjucks: nunjucks(tight(itlPrompt)),
    minijinja: jinja(tight(itlPrompt)),
    liquid: liquid(tight(itlPrompt)),
    hand(data) {
      let out = `<task_instructions>\n${data.instruction}\n</task_instructions>\n<tools>\n`;
      for (const { name, schema, description } of data.tools)
        out += `<tool name="${name}" schema='${schema}'>${description}</tool>\n`;
      out += "</tools>\n<conversation>\n";
      for (const { role, content } of data.turns) out += `<${role}>\n${content}\n</${role}>\n`;
      return `${out}</conversation>\n<user_input>\n${data.input}\n</user_input>`;
    },
  },
  {
    name: "html table",
    data: report,
    html: true,
    itl: itlTable,
    mustache: tight(itlTable),
    handlebars: handlebars(tight(itlTable)),
    nunjucks: nunjucks(tight(itlTable)),
    minijinja: jinja(tight(itlTable)),
    liquid: liquid(tight(itlTable)).replace(/ ?\}\}/g, " | escape }}"),
    hand(data) {
      let out = `<h1>${escape(data.title)}</h1>\n<table>\n`;
      for (const { host, service, message, count, load } of data.rows) {
        out += `<tr><td>${escape(host)}</td><td>${escape(service)}</td><td>${escape(message)}</td><td>${count}</td><td>${load}</td></tr>\n`;
      }
      return `${out}</table>`;
    },
  },
];
