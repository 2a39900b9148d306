// Orders the functions of a WebAssembly file so that alike ones lie beside each other, which is where gzip and brotli
// look for what repeats. Nothing of the code changes but the functions' numbers.
//
// wasm-opt sorts functions by name. So this gives them names in the order that is wanted, and wasm-opt, called after it,
// moves them and takes the names away.

/** Runs of this many bytes are compared; shorter ones are everywhere, longer ones repeat too seldom. */
const RUN = 5;
/** A run that more functions hold says nothing about any two of them. */
const COMMON = 800;
/** How much a function still counts after each one that comes after it. */
const DECAY = 0.95;

const CODE = 10;
const IMPORTS = 2;
const CUSTOM = 0;
const FUNCTION_NAMES = 1;
const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
const GLOBAL = 3;

/** Returns the file `bytes`, in which each function is named by its place. */
export function named(bytes) {
  const file = read(bytes);
  const places = new Array(file.bodies.length);
  order(file.bodies).forEach((number, place) => {
    places[number] = `f${String(place).padStart(6, "0")}`;
  });
  const names = places.map((name, number) => Buffer.concat([leb(file.imported + number), text(name)]));
  const part = Buffer.concat([leb(names.length), ...names]);
  const content = Buffer.concat([text("name"), leb(FUNCTION_NAMES), leb(part.length), part]);
  return Buffer.concat([...file.kept, leb(CUSTOM), leb(content.length), content]);
}

/** The bodies of the functions, how many functions are imported, and all of the file but names. */
function read(bytes) {
  const reader = new Reader(bytes, 8);
  const file = { bodies: [], imported: 0, kept: [bytes.subarray(0, 8)] };
  while (reader.at < bytes.length) {
    const start = reader.at;
    const id = reader.number();
    const end = reader.number() + reader.at;
    const isName = id === CUSTOM && reader.text() === "name";
    if (id === IMPORTS) file.imported = importedFunctions(reader);
    if (id === CODE)
      for (let count = reader.number(); count > 0; count--) file.bodies.push(reader.take(reader.number()));
    if (!isName) file.kept.push(bytes.subarray(start, end));
    reader.at = end;
  }
  return file;
}

/** Reads over the imports, of which only functions are counted. */
function importedFunctions(reader) {
  let functions = 0;
  const limits = () => {
    const hasMost = reader.number() & 1;
    reader.number();
    if (hasMost) reader.number();
  };
  for (let count = reader.number(); count > 0; count--) {
    reader.text();
    reader.text();
    const kind = reader.number();
    if (kind === FUNCTION) functions++;
    if (kind === FUNCTION || kind === TABLE || kind === GLOBAL) reader.number();
    if (kind === TABLE || kind === MEMORY) limits();
    if (kind === GLOBAL) reader.number();
  }
  return functions;
}

/**
 * From each function on to the one that shares most with those before it, counting how long it is. The same bytes
 * lead to the same order: of equals the first is taken.
 */
function order(bodies) {
  const runs = bodies.map(runsOf);
  const holders = new Map();
  runs.forEach((all, number) => {
    for (const run of all) holders.has(run) ? holders.get(run).push(number) : holders.set(run, [number]);
  });
  const placed = new Uint8Array(bodies.length);
  const shared = new Float64Array(bodies.length);
  const found = [];
  for (let next = 0; next >= 0; next = best(bodies, shared, placed)) {
    placed[next] = 1;
    found.push(next);
    for (let number = 0; number < shared.length; number++) shared[number] *= DECAY;
    for (const run of runs[next]) {
      const held = holders.get(run);
      // The fewer functions hold a run, the more it says.
      if (held.length <= COMMON) for (const number of held) shared[number] += 1 / Math.sqrt(held.length);
    }
  }
  return found;
}

/** The function that is next; -1 after the last. */
function best(bodies, shared, placed) {
  let found = -1;
  let most = -1;
  for (let number = 0; number < bodies.length; number++) {
    if (placed[number]) continue;
    const score = shared[number] / (bodies[number].length + 20) ** 0.7;
    if (score > most) [most, found] = [score, number];
  }
  return found;
}

/** The runs of bytes in a body, each as a number. */
function runsOf(body) {
  const runs = new Set();
  for (let start = 0; start + RUN <= body.length; start++) {
    let run = 0;
    for (let at = start; at < start + RUN; at++) run = (Math.imul(run, 0x01000193) ^ body[at]) >>> 0;
    runs.add(run);
  }
  return runs;
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  take(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }

  text() {
    return this.take(this.number()).toString("utf8");
  }
}

function leb(number) {
  const bytes = [];
  do {
    const low = number & 127;
    number >>>= 7;
    bytes.push(number > 0 ? low | 128 : low);
  } while (number > 0);
  return Buffer.from(bytes);
}

const text = (value) => Buffer.concat([leb(value.length), Buffer.from(value)]);
