import { isObject } from "../artifacts/values";

/** A place at which two JSON documents differ; undefined on the side that has nothing there. */
export interface DataDifference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Every place at which two documents differ, with its path. The order of keys is no difference. With
 * `wholeLists`, lists of different length differ as a whole, because their items no longer face each other.
 */
export function dataDifferences(
  before: unknown,
  after: unknown,
  path = "",
  wholeLists = false,
): DataDifference[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (wholeLists && before.length !== after.length) return [{ path, before, after }];
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      dataDifferences(before[index], after[index], `${path}[${index}]`, wholeLists),
    ).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      dataDifferences(
        Object.hasOwn(before, key) ? before[key] : undefined,
        Object.hasOwn(after, key) ? after[key] : undefined,
        path === "" ? key : `${path}.${key}`,
        wholeLists,
      ),
    );
  }
  return [{ path, before, after }];
}
