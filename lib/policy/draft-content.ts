import { ARTIFACT_NAMES, pathText } from "../../kernel/enforcement";
import { fail, type Result, succeed } from "../failures";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import type { Artifacts } from "./active-policy";

const MAXIMUM_DEPTH = 60;
const MAXIMUM_TEXT = 10_000;
const MAXIMUM_BYTES = 1_000_000;

type Path = readonly (string | number)[];
type Fault = { path: Path; words: string };

const TOO_LARGE: Fault = {
  path: [],
  words: `A policy may take up to ${MAXIMUM_BYTES.toLocaleString("en-US")} bytes.`,
};

/**
 * What a draft may hold: four JSON objects, whatever is in them, each given as an object or as the text of a file.
 * Faults of the policy are for the compiler to find and stay in the draft; refused here is only what could not be
 * stored, hashed the same way by application and database, or read in bounded time.
 */
export function draftContent(given: unknown): Result<Artifacts> {
  if (!isPlain(given)) return refuse({ path: [], words: "Give the four artifacts as one object." });
  for (const name of Object.keys(given))
    if (!ARTIFACT_NAMES.some((known) => known === name))
      return refuse({ path: [name], words: "There are four artifacts, and this is none of them." });
  const artifacts: Record<string, unknown> = {};
  for (const name of ARTIFACT_NAMES) {
    const read = artifactOf(name, Object.hasOwn(given, name) ? given[name] : undefined);
    if ("words" in read) return refuse(read);
    artifacts[name] = read.value;
  }
  const fault = firstFault(artifacts);
  if (fault) return refuse(fault);
  const text = JSON.stringify(artifacts);
  // What the walk counted is a lower bound; this is the size itself.
  if (Buffer.byteLength(text) > MAXIMUM_BYTES) return refuse(TOO_LARGE);
  return succeed(JSON.parse(text));
}

function artifactOf(name: string, given: unknown): { value: unknown } | Fault {
  if (given === undefined) return { path: [name], words: "This artifact is missing." };
  if (typeof given !== "string")
    return isPlain(given) ? { value: given } : { path: [name], words: "Expected a JSON object." };
  if (Buffer.byteLength(given) > MAXIMUM_BYTES) return { ...TOO_LARGE, path: [name] };
  try {
    const value: unknown = JSON.parse(given);
    return isPlain(value) ? { value } : { path: [name], words: "Expected a JSON object." };
  } catch (error) {
    if (error instanceof SyntaxError) return { path: [name], words: `This is no JSON: ${error.message}` };
    throw error;
  }
}

// A stack of our own: something nested a million deep must not end ours. Each value uses up some of the size allowed,
// so that one that stands in many places of what was sent is not walked for ever.
function firstFault(artifacts: Artifacts): Fault | null {
  const waiting: { value: unknown; path: Path }[] = [{ value: artifacts, path: [] }];
  let bytes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (path.length > MAXIMUM_DEPTH)
      return { path: path.slice(0, 8), words: `A policy may be nested ${MAXIMUM_DEPTH} deep.` };
    const fault = typeof value === "object" && value !== null ? null : faultOf(value);
    if (fault) return { path, words: fault };
    bytes += typeof value === "string" ? value.length + 2 : 1;
    if (bytes > MAXIMUM_BYTES) return TOO_LARGE;
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value) && !isPlain(value)) return { path, words: "Expected JSON." };
    for (const [key, child] of Object.entries(value)) {
      const name = Array.isArray(value) ? Number(key) : key;
      const words = Array.isArray(value) ? null : nameFault(key);
      if (words) return { path, words };
      bytes += key.length;
      waiting.push({ value: child, path: [...path, name] });
    }
    if (bytes > MAXIMUM_BYTES) return TOO_LARGE;
  }
  return null;
}

function faultOf(value: unknown): string | null {
  switch (typeof value) {
    case "boolean":
      return null;
    case "number":
      return numberFault(value);
    case "string":
      if (value.length > MAXIMUM_TEXT)
        return `A text may have ${MAXIMUM_TEXT.toLocaleString("en-US")} characters.`;
      return isStorable(value) ? null : UNSTORABLE_WORDS;
    default:
      return value === null ? null : "Expected JSON.";
  }
}

/** Beyond these sizes a number is written with an exponent here and without one by the database's own hash. */
function numberFault(value: number): string | null {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-6 && size < 1e21)) return null;
  return "A number is 0, or between 0.000001 and 1e21 in size.";
}

/** Names are sorted by their bytes in the database and by UTF-16 here, which agree up to U+D7FF and among ordinary letters. */
function nameFault(name: string): string | null {
  if (name.length > 200) return "A name may have 200 characters.";
  return /[\0\uD800-\uDFFF]/.test(name)
    ? "A name may not have a NUL or a character beyond the basic plane, such as 😀, in it."
    : null;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** The path as the checks name it: an artifact's root object has the artifact's own name, which is said once. */
function refuse({ path, words }: Fault): Result<never> {
  const said = pathText(path[0] === path[1] ? path.slice(1) : path) || "artifacts";
  return fail("INVALID_INPUT", `${said}: ${words}`, { [said]: words });
}
