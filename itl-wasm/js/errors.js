/** What a wrong call throws; see api.d.ts for the codes. */
export class ItlError extends Error {
  constructor(code, message, { argument = null, diagnostics = [], text = null, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.argument = argument;
    this.diagnostics = diagnostics;
    this.text = text;
  }
}
// On the prototype, so that it survives a minifier and is not printed as a field.
Object.defineProperty(ItlError.prototype, "name", { value: "ItlError" });

/** An argument or option of the wrong type or value. */
export function wrong(argument, wanted, found) {
  return new ItlError("invalid-argument", `${argument} has to be ${wanted}, not ${describe(found)}`, { argument });
}

function describe(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return value.length > 40 ? "a long string" : JSON.stringify(value);
    case "number":
    case "boolean":
      return String(value);
    case "bigint":
      return "a BigInt";
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
}
