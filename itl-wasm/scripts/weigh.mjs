// Says what each crate weighs in a WebAssembly file that still has its names:
//
//     node scripts/weigh.mjs FILE [CRATE]
//
// With a crate, its largest functions. What LLVM has inlined counts for the caller.

import { readFileSync } from "node:fs";

const [file, only] = process.argv.slice(2);
const bytes = readFileSync(file);
let at = 8;

function leb() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

const text = (length) => bytes.toString("utf8", at, (at += length));

let imported = 0;
const sizes = [];
let names = new Map();
let data = 0;
while (at < bytes.length) {
  const id = bytes[at++];
  const size = leb();
  const end = at + size;
  if (id === 2) {
    for (let count = leb(); count > 0; count--) {
      text(leb());
      text(leb());
      if (bytes[at++] === 0) imported++;
      leb();
    }
  } else if (id === 10) {
    for (let count = leb(); count > 0; count--) {
      const length = leb();
      sizes.push(length);
      at += length;
    }
  } else if (id === 11) {
    data = size;
  } else if (id === 0 && text(leb()) === "name") {
    while (at < end) {
      const kind = bytes[at++];
      const stop = leb() + at;
      if (kind === 1) {
        for (let count = leb(); count > 0; count--) {
          const index = leb();
          names.set(index, text(leb()));
        }
      }
      at = stop;
    }
  }
  at = end;
}

// `<a::B as c::D>::e`, `a::b::hash`, `_ZN…`, `_R…`: the first path named is the crate that the code comes from.
function crate(name) {
  const mangled = name.startsWith("_R") && /Cs[0-9a-zA-Z]*_(\d+)_?/.exec(name);
  if (mangled) return name.substr(mangled.index + mangled[0].length, Number(mangled[1]));
  const legacy = /^_ZN(?:\d+_\$LT\$)?(\d+)?([a-zA-Z_]\w*)/.exec(name);
  if (legacy)
    return (legacy[1] ? legacy[2].slice(0, Number(legacy[1])) : legacy[2].split("..")[0]).replace(/^_\$LT\$/, "");
  return /(?:^|[<&( ])(?:mut |dyn )?([a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::/.exec(name)?.[1] ?? name;
}

const crates = new Map();
const functions = [];
sizes.forEach((size, index) => {
  const name = names.get(imported + index) ?? "?";
  const from = crate(name);
  crates.set(from, (crates.get(from) ?? 0) + size);
  functions.push([size, name, from]);
});
if (only) {
  const all = functions.filter(([, , from]) => only === "all" || from === only).sort((a, b) => b[0] - a[0]);
  for (const [size, name] of all.slice(0, 120)) console.log(String(size).padStart(8), name.slice(0, 200));
} else {
  for (const [name, size] of [...crates].sort((a, b) => b[1] - a[1]).slice(0, 40))
    console.log(String(size).padStart(8), name.slice(0, 80));
  console.log(String(sizes.reduce((a, b) => a + b, 0)).padStart(8), "all code");
  console.log(String(data).padStart(8), "data: tables, texts");
}
