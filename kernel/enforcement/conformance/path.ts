/**
 * Paths into the documents of a policy set: `08.bundle.gating_rules.gating_rules.gates[*].gate_id`.
 *
 *   path := key {"." key | "." "*" | "[" index "]" | "[*]"}
 *
 * `[*]` is every item of a list, `.*` every value of an object.
 */
import { isObject, own } from "../artifacts/values";
import type { Read } from "../language/scanner";

export type PathStep =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "every_item" | "every_value" };

/** A value with the exact path it stands at; undefined where the path leads nowhere. */
export interface Located {
  readonly path: string;
  readonly value: unknown;
}

const STEP = /(?:^|\.)(?:([\w-]+)|(\*))|\[(?:(\d{1,6})|(\*))\]/y;

/** Reads a path; a fault names the character at which it stops being one. */
export function parsePath(text: string): Read<readonly PathStep[]> {
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length || steps.length === 0) {
    const position = STEP.lastIndex + 1;
    const match = STEP.exec(text);
    if (match === null || (steps.length === 0 && match[1] === undefined)) {
      return { ok: false, position, message: position === 1 ? "expected a key" : "expected “.” or “[”" };
    }
    const [, key, everyValue, index] = match;
    if (key !== undefined) steps.push({ kind: "key", key });
    else if (index !== undefined) steps.push({ kind: "index", index: Number(index) });
    else steps.push({ kind: everyValue === undefined ? "every_item" : "every_value" });
  }
  return { ok: true, value: steps };
}

/** Every value a path leads to. A step that leads nowhere yields one undefined value, so that absence is seen. */
export function valuesAt(root: unknown, steps: readonly PathStep[]): Located[] {
  let found: Located[] = [{ path: "", value: root }];
  for (const step of steps) found = found.flatMap((located) => follow(located, step));
  return found;
}

function follow({ path, value }: Located, step: PathStep): Located[] {
  switch (step.kind) {
    case "key":
      return [{ path: path === "" ? step.key : `${path}.${step.key}`, value: own(value, step.key) }];
    case "index":
      return [
        { path: `${path}[${step.index}]`, value: Array.isArray(value) ? value[step.index] : undefined },
      ];
    case "every_item":
      if (!Array.isArray(value)) return [{ path: `${path}[*]`, value: undefined }];
      return value.map((item: unknown, index) => ({ path: `${path}[${index}]`, value: item }));
    case "every_value":
      if (!isObject(value)) return [{ path: `${path}.*`, value: undefined }];
      return Object.keys(value).map((key) => ({ path: `${path}.${key}`, value: value[key] }));
  }
}
