// What the engine left of a call, as the package returns or throws it.

import { ItlError } from "./errors.js";

/** What `src/lib.rs` answers. */
export const FINE = 0;
export const REFUSED = 2;

/** For results that have nothing to list. */
export const NONE = Object.freeze([]);

/** What the engine refused, as an error. */
export function refused(instance) {
  const { code, argument, message } = instance.notes();
  return new ItlError(code, message, { argument });
}

/** The number of what a call has made. */
export function number(instance, status) {
  if (status === REFUSED) throw refused(instance);
  return Number(instance.text());
}

/** In the order of the engine's `Role::ALL`. */
const ROLES = ["system", "developer", "user", "assistant", "tool"];
/** Where a message begins that is no piece of the text. */
const NOWHERE = 0xffff_ffff;

/** The messages of a text; three numbers of each say who speaks, and from where to where. */
function split(pieces, text, contents) {
  const messages = [];
  let next = 0;
  for (let at = 0; at < pieces.length; at += 3) {
    const from = pieces[at + 1];
    const content = from === NOWHERE ? contents[next++] : text.slice(from, pieces[at + 2]);
    messages.push({ role: ROLES[pieces[at]], content });
  }
  return messages;
}

const hasErrors = (diagnostics) => diagnostics.some((one) => one.severity === "error");

/** The result of a render that has just run. */
export function result(instance, status, found, { strict, trace, messages, request }) {
  if (status === REFUSED) throw refused(instance);
  if (request) return requested(instance, status, found, strict ?? true);
  const text = instance.text();
  if (status === FINE) {
    const ok = found.length === 0 || !hasErrors(found);
    if (strict && !ok)
      throw failure(
        found.filter((one) => one.severity === "error"),
        text,
      );
    const answer = { text, ok, diagnostics: found, warnings: NONE };
    if (trace) answer.trace = [];
    if (messages) answer.messages = split(instance.pieces(), text, NONE);
    return answer;
  }
  const notes = instance.notes();
  if (strict && notes.failures) throw failure(notes.failures, text);
  const answer = { text, ok: !notes.failures, diagnostics: found, warnings: notes.warnings };
  if (trace && notes.trace) answer.trace = notes.trace;
  if (messages) {
    answer.messages = split(instance.pieces(), text, notes.contents ?? NONE);
    if (notes.body !== undefined) answer.body = notes.body;
  }
  return answer;
}

/** The request that has just been made: its JSON, and what is known about it. */
function requested(instance, status, found, strict) {
  const json = instance.text();
  const notes = instance.notes();
  if (strict && notes.failures) throw failure(notes.failures, json);
  const { request, warnings, failures } = notes;
  let body;
  return {
    json,
    get body() {
      body ??= JSON.parse(json);
      return body;
    },
    ...request,
    ok: !failures,
    diagnostics: found,
    warnings,
  };
}

function failure(diagnostics, text) {
  const first = diagnostics[0];
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return new ItlError("strict", `${first.code}: ${first.message}${more}`, { diagnostics, text });
}
