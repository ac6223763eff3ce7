/**
 * Careful reading of values whose shape nobody has promised: own keys only, so that names such as
 * `constructor` or `__proto__` are ordinary names.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property, or undefined; null reads as absent. */
export function own(object: unknown, key: string): unknown {
  if (!isObject(object) || !Object.hasOwn(object, key)) return undefined;
  return object[key] ?? undefined;
}

/** The value at the end of a path of own properties. */
export function ownPath(object: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => own(value, key), object);
}

/** A text with at least one character that is not a space, else the empty text. */
export function ownText(object: unknown, key: string): string {
  const value = own(object, key);
  return typeof value === "string" && value.trim() !== "" ? value : "";
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A list's texts that are not blank; nothing when the value is no list. */
export function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === "string" && item.trim() !== "");
}

/** Two finite numbers, lower first; else null. Bands over points (contract A3). */
export function bandOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high]: unknown[] = value;
  return isFiniteNumber(low) && isFiniteNumber(high) && low < high ? [low, high] : null;
}
