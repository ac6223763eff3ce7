/** What is asked of every answer, whatever the document: a report of the right shape that keeps the promises. */
import type { GateRequest, RunDocument } from "../document";
import { type GateDecision, type Report, runText } from "../index";
import type { JsonObject } from "./given";
import type { FuzzDocument } from "./mutation";
import { reportSchema } from "./report-schema";
import { restated } from "./restatement";

/** Contract C: every other code rejects. */
const ASKS_FOR_INPUT = [1, 9, 12, 16, 17, 20, 22, 24, 31, 33].map(
  (code) => `CFO-${String(code).padStart(2, "0")}`,
);

export type Answer = "report" | "not a run" | "not JSON";

/** Runs one document; returns what kind of answer came, and every broken promise. */
export function examine(fuzz: FuzzDocument): { answer: Answer; faults: string[] } {
  const result = runText(fuzz.text, { logWillTake: fuzz.logWillTake });
  if (!result.ok) {
    const named = result.issues.length > 0 && result.issues.every(({ message }) => message !== "");
    return { answer: "not a run", faults: named ? [] : ["a refusal without a reason"] };
  }
  const shape = reportSchema.safeParse(result.report);
  const shapeFaults = shape.success
    ? []
    : shape.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (result.document === null) {
    const codes = String(result.report.final_outcome.reason_codes);
    return {
      answer: "not JSON",
      faults: [...shapeFaults, ...(codes === "CFO-02" ? [] : [`text that is not JSON gave ${codes}`])],
    };
  }
  return {
    answer: "report",
    faults: [...shapeFaults, ...promiseFaults(result.report, result.document, fuzz)],
  };
}

function promiseFaults(report: Report, document: RunDocument, fuzz: FuzzDocument): string[] {
  const requests = inReportOrder(document.requests ?? []);
  const faults = outcomeFaults(report);
  if (requests.length !== report.gate_decisions.length)
    return [...faults, "not one decision for each request"];
  report.gate_decisions.forEach((decision, index) => {
    const request = requests[index];
    if (request === undefined || request.request_id !== decision.request_id)
      faults.push("decisions out of order");
    else faults.push(...decisionFaults(decision, request, report, document, fuzz));
  });
  return faults;
}

function inReportOrder(requests: readonly GateRequest[]): GateRequest[] {
  return [...requests].sort((one, other) =>
    one.gate_id < other.gate_id ? -1 : one.gate_id > other.gate_id ? 1 : 0,
  );
}

function outcomeFaults(report: Report): string[] {
  const { outcome, reason_codes } = report.final_outcome;
  const rejected = reason_codes.some((code) => !ASKS_FOR_INPUT.includes(code));
  const expected = reason_codes.length === 0 ? "COMPLETED" : rejected ? "REJECTED" : "NEEDS_INPUT";
  const faults = outcome === expected ? [] : [`${outcome} for ${reason_codes}`];
  for (const decision of report.gate_decisions) {
    const lost = decision.reason_codes.filter((code) => !reason_codes.includes(code));
    if (lost.length > 0) faults.push(`${lost} stands on a decision and not on the run`);
  }
  return faults;
}

function decisionFaults(
  decision: GateDecision,
  request: GateRequest,
  report: Report,
  document: RunDocument,
  { logWillTake, referencePolicy }: FuzzDocument,
): string[] {
  const faults: string[] = [];
  const allowed = decision.decision === "ALLOWED";
  if (allowed && decision.reason_codes.length > 0) faults.push(`ALLOWED with ${decision.reason_codes}`);
  if (allowed && decision.blocked_by.length > 0) faults.push(`ALLOWED and blocked by ${decision.blocked_by}`);
  if (!allowed && decision.blocked_by.length === 0) faults.push("BLOCKED without a rule that blocks");
  if (allowed && !logWillTake) faults.push("ALLOWED without a log");
  if (allowed && report.trigger_evaluation.length === 0)
    faults.push("ALLOWED with artifacts that cannot be enforced");
  if (allowed && forbidden(decision, request, report)) faults.push("ALLOWED although the promises forbid it");
  if (referencePolicy && report.trigger_evaluation.length > 0)
    faults.push(...restatementFaults(decision, request, report, document));
  return faults;
}

/** Contract A10(2), on the report and the request alone: holds for every policy that can be written. */
function forbidden(decision: GateDecision, request: GateRequest, report: Report): boolean {
  const critical = Object.values(decision.basis.critical_triggers);
  const failing =
    report.mode.after === "DEFENSIVE" || critical.some((state) => state === "FAIL" || state === "UNKNOWN");
  if (!failing) return false;
  const details = (request.details ?? {}) as JsonObject;
  if (request.gate_id === "G1_HEADCOUNT") return !signedException(decision, details);
  if (request.gate_id === "G2_GTM_SPEND") return !freeInEveryState(details);
  if (request.gate_id === "G3_PRODUCT_AND_RND") return details.classification !== "retention-critical";
  return details.mission_critical !== true || typeof details.justification !== "string";
}

function signedException(decision: GateDecision, details: JsonObject): boolean {
  const signed =
    decision.signoffs.includes("CEO") && decision.signoffs.includes("CFO") && decision.roi_case_attached;
  if (details.classification !== "net-new") return signed;
  const protects = decision.exceptions_used.some(
    (one) => one.exception_id === "retention_protection" && one.offset_documented,
  );
  return (
    signed &&
    protects &&
    details.mitigates_churn === true &&
    ["CS", "Product"].includes(String(details.function))
  );
}

function freeInEveryState({ kind, evidence, purpose }: JsonObject): boolean {
  if (kind === "reduction" || kind === "commitment" || kind === "discount_exception") return true;
  return kind === "reallocation" && (evidence === "proven" || purpose === "retention");
}

/** With the reference policy the whole verdict is known; CFO-34 is the log's and stands beside it. */
function restatementFaults(
  decision: GateDecision,
  request: GateRequest,
  report: Report,
  document: RunDocument,
): string[] {
  const { critical_triggers, noncritical_triggers } = decision.basis;
  const again = restated(request, {
    states: { ...critical_triggers, ...noncritical_triggers },
    mode: report.mode.after,
    crmHygiene: document.crm_hygiene ?? null,
  });
  const codes = decision.reason_codes.filter((code) => code !== "CFO-34");
  const unlogged = codes.length < decision.reason_codes.length;
  const same =
    String(codes) === String([...again.codes].sort()) &&
    (decision.decision === "ALLOWED") === (again.allowed && !unlogged);
  return same
    ? []
    : [`${decision.decision} ${codes}, restated ${again.allowed ? "ALLOWED" : "BLOCKED"} ${again.codes}`];
}
