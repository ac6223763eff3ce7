/** Runs the conformance checklist (file 07): each item is paths, a predicate of the closed list, and a code. */
import * as z from "zod";
import { own } from "../artifacts/values";
import { type DocumentIssue, pathText } from "../document";
import { REASON_CODES, type ReasonCode } from "../reason-codes";
import type { ConformanceContext } from "./context";
import { type PathStep, parsePath, valuesAt } from "./path";
import type { BoundCheck, PlaceFault } from "./predicate";
import { PREDICATES } from "./predicates";

const text = z.string().trim().min(1);
const itemSchema = z.strictObject({
  id: text,
  clause: text,
  says: text,
  paths: z.array(text).min(1),
  predicate: z.enum(PREDICATES.map(({ name }) => name)),
  with: z.record(z.string(), z.unknown()).optional(),
  code: z.enum(REASON_CODES.map(({ code }) => code)),
});

export interface ChecklistItem {
  readonly id: string;
  readonly clause: string;
  readonly says: string;
  readonly predicate: string;
  /** The code of a bundle for which the item does not hold. */
  readonly code: ReasonCode;
  readonly paths: readonly (readonly PathStep[])[];
  readonly check: BoundCheck;
}

export interface ItemResult {
  readonly id: string;
  readonly clause: string;
  readonly says: string;
  readonly predicate: string;
  readonly code: ReasonCode;
  readonly holds: boolean;
  /** How many values were looked at. */
  readonly values: number;
  readonly faults: readonly PlaceFault[];
}

export type ReadChecklist =
  | { readonly ok: true; readonly items: readonly ChecklistItem[] }
  | { readonly ok: false; readonly issues: readonly DocumentIssue[] };

/** Reads the items of a checklist document, or names each fault: unknown predicate, argument, path, code. */
export function readChecklist(document: unknown): ReadChecklist {
  const parsed = z.array(itemSchema).min(1).safeParse(own(document, "items"));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: pathText(["items", ...path]),
      message,
    }));
    return { ok: false, issues };
  }
  const issues: DocumentIssue[] = [];
  const items = parsed.data.flatMap((item, index): ChecklistItem[] => {
    const at = `items[${index}]`;
    if (parsed.data.findIndex(({ id }) => id === item.id) !== index)
      issues.push({ path: `${at}.id`, message: `${item.id} stands twice` });
    const paths = item.paths.map((path, pathIndex) => readPath(path, `${at}.paths[${pathIndex}]`, issues));
    const bound = PREDICATES.find(({ name }) => name === item.predicate)?.bind(item.with);
    if (bound === undefined) return [];
    if ("issues" in bound) {
      for (const { path, message } of bound.issues)
        issues.push({ path: [`${at}.with`, path].filter((part) => part !== "").join("."), message });
      return [];
    }
    const { id, clause, says, predicate, code } = item;
    return [{ id, clause, says, predicate, code, paths, check: bound.check }];
  });
  return issues.length === 0 ? { ok: true, items } : { ok: false, issues };
}

/** The steps of a path; none, with the issue noted, when it cannot be read. */
export function readPath(text: string, at: string, issues: DocumentIssue[]): readonly PathStep[] {
  const read = parsePath(text);
  if (read.ok) return read.value;
  issues.push({ path: at, message: `character ${read.position}: ${read.message}` });
  return [];
}

/** What each item answers, in the order of the checklist. */
export function runChecklist(items: readonly ChecklistItem[], context: ConformanceContext): ItemResult[] {
  return items.map(({ id, clause, says, predicate, code, paths, check }) => {
    const values = paths.flatMap((path) => valuesAt(context.documents, path));
    const faults = check(values, context);
    return { id, clause, says, predicate, code, holds: faults.length === 0, values: values.length, faults };
  });
}
