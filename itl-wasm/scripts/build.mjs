// Builds the WebAssembly files into dist/. What it needs and does not find it sets up, says so, or
// says in a line what to install.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { create } from "../js/core.js";
import { named } from "./order.mjs";
import { sizes } from "./sizes.mjs";

const help = `itl-wasm/build [full] [prompts] [slim] [--out DIR] [--names]

Builds the engine for Node and browsers into itl-wasm/dist/, all builds unless some are named:
  full        itl.wasm, what the package loads in a browser
  prompts     itl-prompts.wasm, the same with prompts, and texts.js, the texts that itl.wasm has not
  slim        itl-slim.wasm

  --out DIR   another folder
  --names     keep the functions' names, for scripts/weigh.mjs

CARGO_TARGET_DIR is honoured; tools are kept in ITL_WASM_TOOLS, else in the user's cache folder.`;

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const repository = dirname(here);
const TARGET = "wasm32-unknown-unknown";
// Functions with one caller stay functions, alike ones each their own, and locals as the compiler has them: the file is
// a little larger so, and a twentieth less is sent. The first kilobyte of memory is the far end of the stack.
const PASSES = [
  "-Oz",
  "--converge",
  "--one-caller-inline-max-function-size=0",
  "--low-memory-unused",
  ...["local-cse", "merge-similar-functions", "simplify-locals", "code-folding"].map((pass) => `--skip-pass=${pass}`),
];
// After the names that order.mjs gives; then they go.
const LAST = ["--reorder-functions-by-name", "--strip-debug", "--strip-producers", "--strip-target-features"];

const args = process.argv.slice(2);
if (args.includes("--help")) {
  console.log(help);
  process.exit(0);
}
const take = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
const out = resolve(take("--out") ?? join(here, "dist"));
const names = args.includes("--names");
const BUILDS = ["full", "prompts", "slim"];
const wanted = BUILDS.filter((build) => args.includes(build));

const say = (line) => console.error(`itl-wasm: ${line}`);
const stop = (line) => {
  say(line);
  process.exit(1);
};

function run(command, list, options = {}) {
  const { status, error } = spawnSync(command, list, { stdio: ["ignore", 2, 2], cwd: repository, ...options });
  if (error || status !== 0) stop(`failed: ${command} ${list.join(" ")}${error ? `: ${error.message}` : ""}`);
}

/** What a command prints; undefined where it fails or takes longer than a minute. */
function ask(command, list) {
  try {
    return execFileSync(command, list, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      cwd: repository,
      timeout: 60_000,
    }).trim();
  } catch {
    return undefined;
  }
}

/**
 * A compiler that makes WebAssembly, as {rustc, cargo, std, linker}. With the standard library's
 * source the library is built along, for size; without it the one that comes with the target is used.
 */
function toolchain() {
  const rustc = process.env.RUSTC ?? "rustc";
  if (ask(rustc, ["--version"])) {
    const installed = () => existsSync(ask(rustc, ["--print", "target-libdir", "--target", TARGET]) ?? "");
    const source = () =>
      existsSync(join(ask(rustc, ["--print", "sysroot"]), "lib/rustlib/src/rust/library/Cargo.lock"));
    if (!(installed() && source()) && !process.env.RUSTC && ask("rustup", ["--version"])) {
      say(`asking rustup for ${TARGET} and rust-src`);
      ask("rustup", ["target", "add", TARGET]);
      ask("rustup", ["component", "add", "rust-src"]);
    }
    if (source()) return { rustc, cargo: "cargo", std: true };
    if (installed()) return { rustc, cargo: "cargo", std: false };
  }
  return debian();
}

/** The compiler of Debian's packages, whose standard library is built along. */
function debian() {
  const packages = ["rustc-web", "cargo-web", "rust-web-src", "lld"];
  const source = "/usr/lib/rustlib/src/rust/library/Cargo.lock";
  const there = () =>
    ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/wasm-ld", source].every((file) => existsSync(file));
  if (!there() && process.getuid?.() === 0 && ask("apt-get", ["--version"])) {
    say(`installing ${packages.join(" ")}`);
    spawnSync("apt-get", ["install", "-y", "-q", ...packages], {
      stdio: ["ignore", 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  if (!there()) {
    stop(
      `no compiler for ${TARGET}. With rustup: rustup target add ${TARGET} && rustup component add rust-src. On Debian: apt install ${packages.join(" ")}`,
    );
  }
  return { rustc: "/usr/bin/rustc", cargo: "/usr/bin/cargo", std: true, linker: "/usr/bin/wasm-ld" };
}

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

/** wasm-opt of the npm package that package-lock.json pins. */
function optimizer() {
  const tool = join(here, "node_modules/binaryen/bin/wasm-opt");
  if (!existsSync(tool)) {
    say("npm ci in itl-wasm/");
    run("npm", ["ci", "--no-audit", "--no-fund", "--silent"], { cwd: here });
  }
  return tool;
}

function build(name, { rustc, cargo, std, linker }) {
  const target = join(resolve(repository, process.env.CARGO_TARGET_DIR ?? "target"), "wasm");
  const home = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const sysroot = ask(rustc, ["--print", "sysroot"]);
  // No path of the machine gets into the file.
  const paths = {
    [target]: "/target",
    [repository]: "/itl",
    [home]: "/cargo",
    [`${sysroot}/lib/rustlib/src/rust`]: "/rust",
  };
  const flags = Object.entries(paths).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  // A panic would be a defect of the engine; its text and place are of no use to a page, nor are debug texts.
  if (std) flags.push("-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none");
  // As a cdylib alone: what a library for Rust besides would export, the optimizer could neither inline nor remove.
  const list = [
    "rustc",
    "--lib",
    "--crate-type",
    "cdylib",
    "--quiet",
    "--locked",
    "--config",
    join(here, "wasm.toml"),
    "--profile",
    "wasm",
    "--target",
    TARGET,
    "-p",
    "itl-wasm",
  ];
  list.push("--no-default-features", "--features", name, "--target-dir", target);
  if (std) list.push("-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size");
  const env = { ...process.env, RUSTC: rustc, CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
  if (std) env.RUSTC_BOOTSTRAP = "1";
  if (linker) env.CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER = linker;
  delete env.RUSTFLAGS;
  run(cargo, list, { env });

  const work = mkdtempSync(join(tmpdir(), "itl-wasm-"));
  try {
    run(bindgen(), [
      "--target",
      "bundler",
      "--no-typescript",
      "--out-dir",
      work,
      "--out-name",
      "itl",
      join(target, TARGET, "wasm/itl_wasm.wasm"),
    ]);
    const bound = join(work, "itl_bg.wasm");
    checkImports(bound);
    const optimized = join(work, "itl.wasm");
    run(process.execPath, [optimizer(), ...PASSES, "-g", bound, "-o", optimized]);
    if (!names) {
      writeFileSync(bound, named(readFileSync(optimized)));
      run(process.execPath, [optimizer(), ...LAST, bound, "-o", optimized]);
    }
    const text = readFileSync(optimized).toString("latin1");
    const leak = Object.keys(paths).find((path) => text.includes(path));
    if (leak) stop(`${name}: the path ${leak} got into the file`);
    mkdirSync(out, { recursive: true });
    copyFileSync(optimized, join(out, file(name)));
    if (name === "prompts") writeTexts();
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The texts that itl.wasm has not, as a module. */
function writeTexts() {
  const { functions, codes } = create({ load: () => readFileSync(join(out, file("prompts"))) }).texts();
  const lines = Object.entries({ functions, codes }).map(([name, all]) => `export const ${name} = ${JSON.stringify(all)};`);
  writeFileSync(join(out, "texts.js"), `// Made by itl-wasm/build.\n${lines.join("\n")}\n`);
}

/** js/instance.js provides these imports and no others. */
function checkImports(path) {
  const known = [/^__wbg_host_/, /^__wbindgen_init_externref_table$/, /^__wbg___wbindgen_throw_/];
  const strange = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(path))).filter(
    ({ name }) => !known.some((one) => one.test(name)),
  );
  if (strange.length > 0) stop(`unexpected imports: ${strange.map(({ name }) => name).join(", ")}`);
}

const file = (name) => (name === "full" ? "itl.wasm" : `itl-${name}.wasm`);

const tools = toolchain();
say(
  `${ask(tools.rustc, ["--version"])}, standard library ${tools.std ? "built along" : "as it comes with the target"}`,
);
for (const name of wanted.length > 0 ? wanted : BUILDS) {
  build(name, tools);
  const path = join(out, file(name));
  const hash = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
  const { raw, gzip, brotli } = sizes(path);
  console.log(`${file(name)}: ${kb(raw)} raw, ${kb(gzip)} gzip, ${kb(brotli)} brotli, sha256 ${hash}`);
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
