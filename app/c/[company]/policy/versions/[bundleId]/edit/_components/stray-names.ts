/** Names in an artifact that nothing reads, though they are near to one that is read and is not there. */
import { nearestWord } from "@/kernel/enforcement";
import { type Field, keysOf } from "./field-plan";
import type { DataPath } from "./json-text";

export type StrayName = { readonly path: DataPath; readonly written: string; readonly meant: string };

/** What a form knows of one object: its names, each with what is known below it. */
type KnownName = { readonly fields: Field[]; readonly below: Known };
type Known = Map<string, KnownName>;

export function strayNames(fields: readonly Field[], data: unknown, path: DataPath = []): StrayName[] {
  return strayIn(knownOf(fields), data, path);
}

function knownOf(fields: readonly Field[]): Known {
  const known: Known = new Map();
  for (const field of fields) {
    let level = known;
    const keys = keysOf(field.path);
    for (const [index, key] of keys.entries()) {
      const entry: KnownName = level.get(key) ?? { fields: [], below: new Map() };
      level.set(key, entry);
      if (index === keys.length - 1) entry.fields.push(field);
      level = entry.below;
    }
  }
  return known;
}

function strayIn(known: Known, data: unknown, path: DataPath): StrayName[] {
  if (!isObject(data)) return [];
  const absent = [...known.keys()].filter((key) => !Object.hasOwn(data, key));
  return Object.entries(data).flatMap(([key, value]) => {
    const at = [...path, key];
    const here = known.get(key);
    if (here === undefined) {
      const meant = nearestWord(key, absent);
      return meant === null ? [] : [{ path: at, written: key, meant }];
    }
    return [
      ...strayIn(here.below, value, at),
      ...here.fields.flatMap((field) => strayBelow(field, value, at)),
    ];
  });
}

function strayBelow(field: Field, value: unknown, path: DataPath): StrayName[] {
  switch (field.kind) {
    case "group":
      return strayNames(field.fields, value, path);
    case "items":
      return Array.isArray(value)
        ? value.flatMap((item, index) => strayNames(field.fields, item, [...path, String(index)]))
        : [];
    case "entries":
      return isObject(value)
        ? Object.entries(value).flatMap(([key, entry]) => strayBelow(field.each, entry, [...path, key]))
        : [];
    default:
      return [];
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
