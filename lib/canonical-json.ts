import canonicalize from "canonicalize";

/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, shortest numbers, no space. The same value
 * always gives the same bytes, so it can be hashed and compared.
 * @throws TypeError for a value that JSON cannot express.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("the value has no JSON form");
  return text;
}
