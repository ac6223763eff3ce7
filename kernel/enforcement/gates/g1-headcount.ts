/** G1_HEADCOUNT (contract A6.2, docs/specs/decision-run.md 5.2). */
import { add, compare, exactOf } from "../exact";
import type { Consideration } from "./consideration";
import type { Gate } from "./gate";

const CLASSES = ["retention-critical", "non-critical", "backfill", "net-new"] as const;
type HeadcountClass = (typeof CLASSES)[number];
const EXCEPTION = "retention_protection";

export const G1_HEADCOUNT: Gate = {
  id: "G1_HEADCOUNT",
  consider(request) {
    const classification = request.details.word("classification", CLASSES);
    // RUNTIME-A6-3
    if (classification === null) {
      request.code("CFO-20", ["classification"]);
      return;
    }
    request.furtherBlocks(1);
    const blockedByArtifact = request.blockedIf(0);
    if (blockedByArtifact || request.criticalFail) underFail(request, classification, blockedByArtifact);
    else if (request.allowedIf(1)) underWatch(request, classification);
    else if (request.allowedIf(0)) underPass(request, classification);
    request.conclude();
  },
};

/** RUNTIME-A6-4: everything needs both signoffs and an ROI case; net-new needs the exception besides. */
function underFail(request: Consideration, classification: HeadcountClass, byArtifact: boolean): void {
  const missing = [...request.unsigned("CEO", "CFO"), ...(request.roiCase ? [] : ["roi_case"])];
  if (missing.length > 0) {
    if (byArtifact) request.blockByRule(0);
    request.code("CFO-21", missing);
  }
  if (classification === "net-new" && !retentionProtectionAdmits(request)) {
    request.block("A10(2)", "No net-new headcount while a critical trigger fails or the mode is DEFENSIVE.");
  }
  if (!request.isBlocked)
    request.allow("G1.blocked_if[0]", "The exception has both signoffs and an ROI case.");
}

function underWatch(request: Consideration, classification: HeadcountClass): void {
  const ordinary = classification === "backfill" || classification === "retention-critical";
  if (!ordinary && !retentionProtectionAdmits(request)) {
    request.need(offsetOnly(request));
    return;
  }
  const missing = request.unsigned("CFO");
  request.need(missing);
  request.look("G1.allowed_if[1]", "The CFO has signed.", missing.length === 0);
  if (missing.length === 0) request.allowByRule(1);
}

/** What else an exception under WATCH would need once its offset is documented. */
function offsetOnly(request: Consideration): string[] {
  return request.isBlocked ? request.unsigned("CFO") : [];
}

function underPass(request: Consideration, classification: HeadcountClass): void {
  const planned = request.details.flag("in_approved_plan") === true;
  const ordinary = planned || classification === "backfill" || classification === "retention-critical";
  if (ordinary || withinMonthlyFigure(request)) {
    request.allowByRule(0);
    return;
  }
  if (retentionProtectionAdmits(request))
    request.allow(EXCEPTION, "The retention exception admits the role.");
}

/** Beyond the plan: only critical roles, within the monthly figure, while Ro40 and CAC payback pass. */
function withinMonthlyFigure(request: Consideration): boolean {
  const { details, figures } = request;
  const critical = details.flag("critical_role") === true;
  const efficient = request.stateOf("T3") === "PASS" && request.stateOf("T7") === "PASS";
  const count = details.number("count");
  const added = details.number("critical_roles_added_this_month");
  const counted = count !== null && added !== null && count >= 1 && added >= 0;
  const within =
    counted && compare(add(exactOf(count), exactOf(added)), exactOf(figures.criticalRolesPerMonth)) <= 0;
  request.look("G1.allowed_if[0]", "The role is critical.", critical);
  request.look("G1.allowed_if[0]", "Ro40 and CAC payback are PASS.", efficient, ["T3", "T7"]);
  request.look(
    "G1.allowed_if[0]",
    `At most ${figures.criticalRolesPerMonth} critical roles are added this month.`,
    within,
  );
  if (critical && efficient) {
    if (count === null) request.need(["count"]);
    if (added === null) request.need(["critical_roles_added_this_month"]);
  }
  return critical && efficient && within;
}

/**
 * The retention_protection exception. Asked only where it is needed, so that whoever claims it with all
 * but a documented offset gets CFO-35 (RUNTIME-A10-2).
 */
function retentionProtectionAdmits(request: Consideration): boolean {
  const { listed, claimed, offset } = request.exception(EXCEPTION);
  const retention = request.stateOf("T5");
  const fits =
    listed &&
    (retention === "WATCH" || retention === "FAIL") &&
    request.details.word("function", ["CS", "Product"]) !== null &&
    request.details.flag("mitigates_churn") === true;
  request.look(EXCEPTION, "T5 is WATCH or FAIL, and a CS or Product role mitigates churn.", fits, ["T5"]);
  if (!fits) return false;
  if (!claimed) request.need([`exception:${EXCEPTION}`, "offset"]);
  if (claimed && !offset) request.code("CFO-35", ["offset"]);
  return claimed && offset;
}
