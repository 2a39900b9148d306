// Builds the WebAssembly files into dist/. What it needs and does not find it sets up, says so, or
// says in a line what to install.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPaths, compile, optimizer, run, say, stop } from "../../tools/wasm/cargo.mjs";
import { create } from "../js/core.js";
import { named } from "./order.mjs";
import { sizes } from "./sizes.mjs";
import { split } from "./split.mjs";

const help = `itl-wasm/build [full] [prompts] [slim] [answers] [--out DIR] [--names]

Builds the engine for Node and browsers into itl-wasm/dist/; unless some are named, all:
  full        itl.wasm, what the package loads in a browser, and itl-first.wasm and itl-rest.wasm, the same in two parts
  prompts     itl-prompts.wasm, the same with prompts, and texts.js, the texts that itl.wasm has not
  slim        itl-slim.wasm
  answers     itl-answers.wasm, prompts and the check of answers against JSON Schemas

  --out DIR   another folder
  --names     keep the functions' names, for scripts/weigh.mjs

CARGO_TARGET_DIR is honoured; tools are kept in ITL_WASM_TOOLS, else in the user's cache folder.`;

const here = dirname(dirname(fileURLToPath(import.meta.url)));
// How LLVM optimizes all crates together. Both passes that are off add code to make loops and branches faster, and no
// workload of bench/ is. Its attributor (-attributor-enable) would make the full build a tenth smaller: it removes code
// that is needed.
const LLVM = ["-disable-lsr", "-enable-pre=false"].map((flag) => `-Cllvm-args=${flag}`);
// Functions with one caller stay functions, alike ones each their own, and zeros stay in the data: the file is a little
// larger so, and less is sent. The first kilobyte of memory is the far end of the stack. How far addresses are aligned is
// a hint, of which engines make nothing; without it loads and stores are more alike.
const PASSES = [
  "-Oz",
  "--converge",
  "--one-caller-inline-max-function-size=0",
  "--low-memory-unused",
  ...["local-cse", "merge-similar-functions", "code-folding", "memory-packing"].map((pass) => `--skip-pass=${pass}`),
  "--dealign",
];
// What Rust uses; all of them would write what browsers cannot read yet.
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
].map((feature) => `--enable-${feature}`);
// After the names that order.mjs gives; then they go.
const LAST = [
  ...FEATURES,
  "--reorder-functions-by-name",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];

const args = process.argv.slice(2);
if (args.includes("--help")) {
  console.log(help);
  process.exit(0);
}
const take = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
const out = resolve(take("--out") ?? join(here, "dist"));
const names = args.includes("--names");
const BUILDS = ["full", "prompts", "slim", "answers"];
const wanted = BUILDS.filter((build) => args.includes(build));

/** wasm-bindgen's tool in exactly the crate's version, built once and kept outside of target/. */
function bindgen() {
  const manifest = readFileSync(join(here, "Cargo.toml"), "utf8");
  const version = /^wasm-bindgen = \{ version = "=([\d.]+)"/m.exec(manifest)[1];
  const cache = process.env.ITL_WASM_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "itl-wasm");
  const root = join(cache, `wasm-bindgen-${version}`);
  const tool = join(root, "bin/wasm-bindgen");
  if (!existsSync(tool)) {
    say(`building wasm-bindgen-cli ${version} into ${root}, once, a few minutes`);
    mkdirSync(root, { recursive: true });
    run("cargo", ["install", "--quiet", "--root", root, "wasm-bindgen-cli", "--version", `=${version}`], {
      env: { ...process.env, CARGO_TARGET_DIR: join(tmpdir(), `itl-wasm-bindgen-${version}`) },
    });
  }
  return tool;
}

function build(name) {
  const { file: compiled, paths } = compile({
    package: "itl-wasm",
    features: name,
    profile: "wasm",
    config: join(here, "wasm.toml"),
    last: LLVM,
  });
  const work = mkdtempSync(join(tmpdir(), "itl-wasm-"));
  try {
    run(bindgen(), [
      "--target",
      "bundler",
      "--no-typescript",
      "--no-demangle",
      "--out-dir",
      work,
      "--out-name",
      "itl",
      compiled,
    ]);
    const bound = join(work, "itl_bg.wasm");
    checkImports(bound);
    const optimized = join(work, "itl.wasm");
    run(process.execPath, [optimizer(), ...PASSES, "-g", bound, "-o", optimized]);
    const parts = { [file(name)]: optimized };
    if (name === "full") Object.assign(parts, inTwo(optimized, work));
    mkdirSync(out, { recursive: true });
    for (const [to, from] of Object.entries(parts)) {
      if (!names) {
        writeFileSync(bound, named(readFileSync(from)));
        run(process.execPath, [optimizer(), ...LAST, bound, "-o", from]);
      }
      checkPaths(from, paths);
      copyFileSync(from, join(out, to));
    }
    if (name === "prompts") writeTexts();
    return Object.keys(parts);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The module in two parts, for pages that show a message after the first. */
function inTwo(whole, work) {
  const tool = (name) => join(dirname(optimizer()), name);
  const text = join(work, "whole.wat");
  run(process.execPath, [tool("wasm-dis"), ...FEATURES, whole, "-o", text]);
  const parts = {};
  for (const [name, part] of Object.entries(split(readFileSync(text, "utf8"), ["ask", "template_references"]))) {
    writeFileSync(text, part);
    parts[`itl-${name}.wasm`] = join(work, `${name}.wasm`);
    run(process.execPath, [tool("wasm-as"), ...FEATURES, "-g", text, "-o", parts[`itl-${name}.wasm`]]);
  }
  return parts;
}

/** The texts that itl.wasm has not, as a module. */
function writeTexts() {
  const { functions, codes } = create({ load: () => readFileSync(join(out, file("prompts"))) }).texts();
  const lines = Object.entries({ functions, codes }).map(
    ([name, all]) => `export const ${name} = ${JSON.stringify(all)};`,
  );
  writeFileSync(join(out, "texts.js"), `// Made by itl-wasm/build.\n${lines.join("\n")}\n`);
}

/** js/instance.js provides these imports and no others. */
function checkImports(path) {
  // Seeds of the validator's hash maps, which decide nothing: nothing is written, and they are zero.
  const known = [
    /^__wbg_host_/,
    /^__wbindgen_init_externref_table$/,
    /^__wbg___wbindgen_throw_/,
    /^__wbg_getRandomValues_/,
  ];
  const strange = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(path))).filter(
    ({ name }) => !known.some((one) => one.test(name)),
  );
  if (strange.length > 0) stop(`unexpected imports: ${strange.map(({ name }) => name).join(", ")}`);
}

const file = (name) => (name === "full" ? "itl.wasm" : `itl-${name}.wasm`);

for (const name of wanted.length > 0 ? wanted : BUILDS) {
  for (const made of build(name)) {
    const path = join(out, made);
    const hash = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
    const { raw, gzip, brotli } = sizes(path);
    console.log(`${made}: ${kb(raw)} raw, ${kb(gzip)} gzip, ${kb(brotli)} brotli, sha256 ${hash}`);
  }
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
