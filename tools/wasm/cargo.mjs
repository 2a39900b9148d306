// Compiles a crate of the workspace to WebAssembly. What it needs and does not find it sets up, says so, or says in a
// line what to install.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TARGET = "wasm32-unknown-unknown";
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const say = (line) => console.error(`wasm: ${line}`);
export const stop = (line) => {
  say(line);
  process.exit(1);
};

export function run(command, list, options = {}) {
  const { status, error } = spawnSync(command, list, { stdio: ["ignore", 2, 2], cwd: repository, ...options });
  if (error || status !== 0) stop(`failed: ${command} ${list.join(" ")}${error ? `: ${error.message}` : ""}`);
}

/** What a command prints; undefined where it fails or takes longer than a minute. */
export function ask(command, list) {
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

/** wasm-opt of the npm package that package-lock.json pins. */
export function optimizer() {
  const tool = join(repository, "itl-wasm/node_modules/binaryen/bin/wasm-opt");
  if (!existsSync(tool)) {
    say("npm ci in itl-wasm/");
    run("npm", ["ci", "--no-audit", "--no-fund", "--silent"], { cwd: join(repository, "itl-wasm") });
  }
  return tool;
}

let tools;

/** The toolchain, named once. */
function found() {
  if (!tools) {
    tools = toolchain();
    const std = tools.std ? "built along" : "as it comes with the target";
    say(`${ask(tools.rustc, ["--version"])}, standard library ${std}`);
  }
  return tools;
}

/**
 * Compiles a package with the features named and no others, in a profile that the file `config` defines. `last` are
 * flags of rustc for the package's own crate, with which all crates are optimized and linked. Returns the module's path,
 * and the machine's paths that must not stand in it.
 */
export function compile({ package: name, features, profile, config, last = [] }) {
  const { rustc, cargo, std, linker } = found();
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
  const list = ["rustc", "--quiet", "--locked", "--config", config, "--profile", profile, "--target", TARGET];
  // As a cdylib alone: what a library for Rust besides would export, the optimizer could neither inline nor remove.
  list.push("-p", name, "--lib", "--crate-type", "cdylib");
  list.push("--no-default-features", "--features", features, "--target-dir", target);
  if (std) list.push("-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size");
  if (last.length > 0) list.push("--", ...last);
  const env = { ...process.env, RUSTC: rustc, CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
  if (std) env.RUSTC_BOOTSTRAP = "1";
  if (linker) env.CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER = linker;
  delete env.RUSTFLAGS;
  run(cargo, list, { env });
  return { file: join(target, TARGET, profile, `${name.replaceAll("-", "_")}.wasm`), paths };
}

/** Stops where one of the paths stands in the file. */
export function checkPaths(file, paths) {
  const text = readFileSync(file).toString("latin1");
  const leak = Object.keys(paths).find((path) => text.includes(path));
  if (leak) stop(`${file}: the path ${leak} got into the file`);
}
