// Parts a WebAssembly file in two: one that renders, and one that brings what a first message does not need, such as the
// check of a template. The second imports memory, table and functions of the first, and comes into the same instance.
//
// Both work on the text form, in which functions and what they call have names; wasm-as makes files of it again.

/**
 * What the table holds of these crates is called by nothing that renders. What a name ends with is the crate for which
 * something general was made, and others may use that as well.
 */
const isOfRest = (name) => /\d\ditl_(analysis|prompt)/.test(name.replace(/Cs[0-9a-zA-Z]+_\d+[a-z_]+(\.\d+)?$/, ""));

/** Returns the two texts; `later` says which exports come with the second. */
export function split(wat, later) {
  const { head, fields } = parse(wat);
  const of = (kind) => fields.filter((field) => field.kind === kind);
  const functions = new Map(of("func").map((field) => [field.name, field]));
  const exported = of("export").filter(({ text }) => /\(func /.test(text));
  const isLater = ({ text }) => later.includes(/"([^"]*)"/.exec(text)[1].replace(/_[0-9a-f]{16}$/, ""));
  const target = ({ text }) => /\(func (\S+?)[\s)]/.exec(text)[1];
  const table = of("elem").find(({ text }) => /\$/.test(text.slice(text.indexOf("(i32.const"))));
  const slots = /\(i32\.const (\d+)\) (?:func )?(.*)\)\s*$/s.exec(table.text);
  const inTable = slots[2].split(/\s+/);

  const first = reached(functions, [
    ...exported.filter((one) => !isLater(one)).map(target),
    ...of("start").map(({ name }) => name),
    ...inTable.filter((name) => !isOfRest(name)),
  ]);
  const rest = [...functions.values()].filter(({ name }) => !first.has(name));
  const imported = of("import").filter(({ text }) => /\(func /.test(text));
  const signatures = new Map([
    ...imported.map((field) => [target(field), signature(field)]),
    ...[...first].map((name) => [name, signature(functions.get(name))]),
  ]);
  const needed = new Set(rest.flatMap(({ calls }) => calls).filter((name) => signatures.has(name)));

  const names = new Map([...needed].map((name, number) => [name, number.toString(36)]));
  const memory = of("memory")[0].text.trim();
  const tableText = of("table")
    .find(({ text }) => /funcref/.test(text))
    .text.trim();
  const globals = of("global").filter(({ text }) => /\(mut /.test(text));
  const used = globals.filter(({ name }) =>
    rest.some(({ text }) => text.includes(`global.get ${name})`) || text.includes(`global.set ${name}`)),
  );
  const elements = (own) =>
    runs(inTable, Number(slots[1]), own).map(([at, all]) => ` (elem (i32.const ${at}) ${all.join(" ")})`);

  const kept = fields.filter(
    (field) =>
      !(field.kind === "func" && !first.has(field.name)) &&
      !(field.kind === "export" && exported.includes(field) && isLater(field)) &&
      field !== table,
  );
  const firstText = [
    ...kept.map(({ text }) => text),
    ...elements((name) => first.has(name)),
    ...[...names].map(([name, short]) => ` (export "${short}" (func ${name}))`),
    ` (export "table" (table ${/\(table (\S+)/.exec(tableText)[1]}))`,
    ...used.map(({ name }, number) => ` (export "global${number}" (global ${name}))`),
  ];
  const restText = [
    ...of("type").map(({ text }) => text),
    ...[...names].map(([name, short]) => ` (import "first" "${short}" ${signatures.get(name)})`),
    ...used.map(
      ({ name, text }, number) => ` (import "first" "global${number}" (global ${name} ${/\(mut \w+\)/.exec(text)[0]}))`,
    ),
    ` (import "first" "memory" ${memory})`,
    ` (import "first" "table" ${tableText})`,
    ...elements((name) => !first.has(name)),
    ...rest.map(({ text }) => text),
    ...exported.filter(isLater).map(({ text }) => text),
  ];
  const whole = (all) => `${head}\n${all.join("\n")}\n)\n`;
  return { first: whole(firstText), rest: whole(restText) };
}

/** The fields of a module, as wasm-dis writes them: each begins after one space, and what is in it after more. */
function parse(wat) {
  const [head, ...lines] = wat.trimEnd().split("\n");
  const fields = [];
  for (const line of lines.slice(0, -1)) {
    if (/^ \(/.test(line)) fields.push({ lines: [line] });
    else fields.at(-1).lines.push(line);
  }
  return {
    head,
    fields: fields.map(({ lines: all }) => {
      const text = all.join("\n");
      const [, kind, name] = /^ \((\w+) ?(\$\S+?)?[\s)]/.exec(`${all[0]} `);
      return {
        kind,
        name,
        text,
        calls: kind === "func" ? [...text.matchAll(/\((?:return_)?call (\$\S+?)[\s)]/g)].map((m) => m[1]) : [],
      };
    }),
  };
}

/** What is called from the roots, and they themselves. */
function reached(functions, roots) {
  const found = new Set();
  for (const todo = [...roots]; todo.length > 0; ) {
    const name = todo.pop();
    if (found.has(name) || !functions.has(name)) continue;
    found.add(name);
    todo.push(...functions.get(name).calls);
  }
  return found;
}

/** A function without its body. */
const signature = ({ text }) => `${/\(func \S+?(?=[\s)])( \((type|param|result) [^()]*\))*/.exec(text)[0]})`;

/** The stretches of a list that are of one's own, with their places. */
function runs(all, start, own) {
  const found = [];
  all.forEach((name, number) => {
    if (!own(name)) return;
    const last = found.at(-1);
    if (last && last[0] + last[1].length === start + number) last[1].push(name);
    else found.push([start + number, [name]]);
  });
  return found;
}
