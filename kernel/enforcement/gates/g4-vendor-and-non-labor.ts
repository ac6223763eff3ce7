/** G4_VENDOR_AND_NON_LABOR (contract A6.2, docs/specs/decision-run.md 5.5). */
import type { Consideration } from "./consideration";
import type { Gate } from "./gate";

export const G4_VENDOR_AND_NON_LABOR: Gate = {
  id: "G4_VENDOR_AND_NON_LABOR",
  consider(request) {
    roiCaseAboveLimit(request);
    const missing = missionCriticalMissing(request);
    // RUNTIME-A6-10, on the artifact's condition or the contract's own: WATCH, FAIL or UNKNOWN runway.
    const shortRunway = request.blockedIf(0);
    if (missing.length > 0 && (shortRunway || request.stateOf("T4") !== "PASS")) {
      if (shortRunway) request.blockByRule(0);
      request.code("CFO-27", missing);
    }
    if (missing.length === 0) {
      request.allowInEveryState("Mission-critical spend with a justification is open in every state.");
      return;
    }
    request.furtherBlocks(1);
    if (request.criticalFail) {
      request.block(
        "A10(2)",
        "Only mission-critical spend while a critical trigger fails or the mode is DEFENSIVE.",
      );
    }
    if (!request.isBlocked && request.allowedIf(0)) request.allowByRule(0);
    request.conclude();
  },
};

/** RUNTIME-A6-9: new spend over the monthly limit, or of no known amount, needs an ROI case. */
function roiCaseAboveLimit(request: Consideration): void {
  const isNew = request.details.word("kind", ["new", "renewal"]) !== "renewal";
  const amount = request.details.number("amount_usd_per_month");
  const limit = request.figures.vendorRoiCaseUsdPerMonth;
  const needsCase = isNew && (amount === null || amount > limit);
  request.look("RUNTIME-A6-9", `New spend is over $${limit} a month, or its amount is not given.`, needsCase);
  if (needsCase && !request.roiCase) {
    request.code("CFO-26", amount === null ? ["amount_usd_per_month", "roi_case"] : ["roi_case"]);
  }
}

function missionCriticalMissing({ details }: Consideration): string[] {
  return [
    ...(details.flag("mission_critical") === true ? [] : ["mission_critical"]),
    ...(details.text("justification") === "" ? ["justification"] : []),
  ];
}
