/** The design conformance report (file 09): what running files 07 and 05 on the bundle answers. */
import { own } from "../artifacts/values";
import type { DocumentIssue } from "../document";
import { type ItemResult, readChecklist, runChecklist } from "./checklist";
import { conformanceContext, type SetDocuments } from "./context";
import { type ReferenceResult, readReferences, runReferences } from "./references";

export interface ConformanceReport {
  readonly outcome: "CONFORMS" | "FAILS";
  readonly checklist: readonly ItemResult[];
  readonly references: readonly ReferenceResult[];
}

export type Conformance =
  | { readonly ok: true; readonly report: ConformanceReport }
  | { readonly ok: false; readonly issues: readonly (DocumentIssue & { readonly file: "05" | "07" })[] };

/** Judges the documents of a set, by their numbers, by the set's own checklist and reference graph. */
export function judgeConformance(documents: SetDocuments): Conformance {
  const checklist = readChecklist(own(documents, "07"));
  const graph = readReferences(own(documents, "05"));
  if (!checklist.ok || !graph.ok) {
    const issues = [
      ...(checklist.ok ? [] : checklist.issues.map((issue) => ({ file: "07" as const, ...issue }))),
      ...(graph.ok ? [] : graph.issues.map((issue) => ({ file: "05" as const, ...issue }))),
    ];
    return { ok: false, issues };
  }
  const context = conformanceContext(documents);
  const items = runChecklist(checklist.items, context);
  const references = runReferences(graph.references, context);
  const holds = [...items, ...references].every((result) => result.holds);
  return {
    ok: true,
    report: { outcome: holds ? "CONFORMS" : "FAILS", checklist: items, references },
  };
}
