// What a visitor downloads. A build that has grown beyond its gate fails.

import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { sizes } from "../scripts/sizes.mjs";
import { here } from "./packed.mjs";

// What must not be exceeded: what was measured on 2026-11-28, and 1 %, so that nothing grows unnoticed. The aim is
// 340 kB gzip for itl.wasm, which is above it, and 130 kB for itl-slim.wasm, which may not exceed it.
const BUILDS = [
  // Measured: 357.4 kB gzip, 302.0 kB brotli.
  { file: "itl.wasm", gate: { gzip: 361_000, brotli: 305_000 } },
  // The same in two parts. Measured: 296.5 kB gzip, 249.9 kB brotli, and 67.0 kB gzip, 58.8 kB brotli.
  { file: "itl-first.wasm", gate: { gzip: 299_400, brotli: 252_400 } },
  { file: "itl-rest.wasm", gate: { gzip: 67_700, brotli: 59_400 } },
  // Measured: 467.5 kB gzip, 392.3 kB brotli.
  { file: "itl-prompts.wasm", gate: { gzip: 472_200, brotli: 396_200 } },
  // Measured: 129.9 kB gzip, 111.3 kB brotli.
  { file: "itl-slim.wasm", gate: { gzip: 130_000, brotli: 113_400 } },
  // Measured: 982.1 kB gzip, 744.8 kB brotli.
  { file: "itl-answers.wasm", gate: { gzip: 992_000, brotli: 752_300 } },
];

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

for (const { file, gate } of BUILDS) {
  test(file, () => {
    const found = sizes(join(here, "dist", file));
    const line = Object.keys(gate).map((kind) => `${kb(found[kind])} ${kind} (gate ${kb(gate[kind])})`);
    console.log(`size: ${file} ${kb(found.raw)} raw, ${line.join(", ")}`);
    for (const kind of Object.keys(gate))
      assert.ok(found[kind] <= gate[kind], `${file}: ${found[kind]} bytes ${kind}, at most ${gate[kind]}`);
  });
}
