import { pathText } from "../../kernel/enforcement";
import { type Failure, fail } from "../failures";
import { isStorable } from "../storable-text";

export const MAXIMUM_REQUESTS = 10_000;
const MAXIMUM_DEPTH = 64;

/**
 * What the service does not take although it is JSON: more than it answers in bounded time, and text that
 * the decision log could not hold (PostgreSQL stores no NUL, and half a character is no text). Null when all
 * is well, or when the text is not JSON at all: that is for the kernel to say (CFO-02).
 */
export function documentBounds(text: string): { ok: false; failure: Failure } | null {
  const document = parse(text);
  if (document === undefined) return null;
  const requests = isObject(document) ? document.requests : null;
  if (Array.isArray(requests) && requests.length > MAXIMUM_REQUESTS) {
    const most = MAXIMUM_REQUESTS.toLocaleString("en-US");
    return fail(
      "TOO_LARGE",
      `A run may hold up to ${most} requests; this one holds ${requests.length.toLocaleString("en-US")}.`,
    );
  }
  return walk(document);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

// A stack of our own: a document nested a million deep must not end ours.
function walk(document: unknown): { ok: false; failure: Failure } | null {
  const waiting: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: document, path: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (path.length > MAXIMUM_DEPTH)
      return fail("TOO_LARGE", `A document may be nested ${MAXIMUM_DEPTH} deep.`);
    if (typeof value === "string" && !isStorable(value)) return unstorable(path);
    if (!isObject(value)) continue;
    for (const [key, child] of Object.entries(value)) {
      const childPath = [...path, Array.isArray(value) ? Number(key) : key];
      if (!isStorable(key)) return unstorable(path);
      if (typeof child === "string" || isObject(child)) waiting.push({ value: child, path: childPath });
    }
  }
  return null;
}

function unstorable(path: readonly PropertyKey[]): { ok: false; failure: Failure } {
  const words = "The log cannot hold this text: it has a NUL or half a character in it.";
  return fail("INVALID_INPUT", words, { [pathText(path) || "document"]: words });
}
