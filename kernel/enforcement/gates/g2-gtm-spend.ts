/** G2_GTM_SPEND (contract A6.2, docs/specs/decision-run.md 5.3). */
import { compare, exactOf, multiply } from "../exact";
import type { Consideration } from "./consideration";
import type { Gate } from "./gate";
import { isFailOrUnknown } from "./situation";

const KINDS = [
  "increase",
  "reduction",
  "reallocation",
  "commitment",
  "reinstatement",
  "discount_exception",
] as const;
type SpendKind = Exclude<(typeof KINDS)[number], "discount_exception">;
const EVIDENCE = ["proven", "experiment"] as const;

interface Spend {
  readonly kind: SpendKind;
  readonly evidence: (typeof EVIDENCE)[number];
  readonly amountUsd: number;
}

export const G2_GTM_SPEND: Gate = {
  id: "G2_GTM_SPEND",
  consider(request) {
    const kind = request.details.word("kind", KINDS);
    if (kind === "discount_exception") {
      discountException(request);
      return;
    }
    const spend = spendOf(request, kind);
    if (spend === null) return;
    if (isFreeToMove(request, spend)) {
      request.allowInEveryState("Commitments, reductions and moves to proven or retention spend are open.");
      return;
    }
    // RUNTIME-A9-3: what is left rests on pipeline triggers.
    if (!request.crmHygieneEnforced) {
      request.code("CFO-33", ["crm_hygiene"]);
      return;
    }
    restOnTriggers(request, spend);
    request.conclude();
  },
};

/** RUNTIME-A6-6: a discount exception is the CFO's to grant, in every state. */
function discountException(request: Consideration): void {
  const { details } = request;
  const missing = [
    ...(details.text("segment") === "" ? ["segment"] : []),
    ...(details.number("discount_pct") === null ? ["discount_pct"] : []),
  ];
  if (missing.length > 0) {
    request.code("CFO-22", missing);
    return;
  }
  const unsigned = request.unsigned("CFO");
  if (unsigned.length > 0) {
    request.code("CFO-23", unsigned);
    return;
  }
  request.allowInEveryState("The CFO has approved the discount exception.");
}

/** RUNTIME-A6-5: the facts of the spend, or null with CFO-22 and the names of those missing. */
function spendOf(request: Consideration, kind: SpendKind | null): Spend | null {
  const { details } = request;
  const evidence = details.word("evidence", EVIDENCE);
  const amountUsd = details.number("amount_usd");
  const moves = kind === "increase" || kind === "reallocation";
  const wanted: readonly (readonly [string, boolean])[] = [
    ["kind", kind !== null],
    ["segment", details.text("segment") !== ""],
    ["channel", details.text("channel") !== ""],
    ["amount_usd", amountUsd !== null && amountUsd > 0],
    [
      "expected_roi_band",
      (details.band("expected_roi_band") ?? details.band("expected_payback_months")) !== null,
    ],
    ["evidence", evidence !== null],
    [
      "current_budget_usd",
      kind !== "increase" || evidence !== "proven" || details.number("current_budget_usd") !== null,
    ],
    [
      "experiment_share_pct",
      !moves || evidence !== "experiment" || details.number("experiment_share_pct") !== null,
    ],
  ];
  const missing = wanted.filter(([, given]) => !given).map(([name]) => name);
  if (missing.length > 0 || kind === null || evidence === null || amountUsd === null) {
    request.code("CFO-22", missing);
    return null;
  }
  return { kind, evidence, amountUsd };
}

/** What never waits for a trigger: it spends nothing new, or moves money to where it is proven or retains. */
function isFreeToMove(request: Consideration, { kind, evidence }: Spend): boolean {
  if (kind === "reduction" || kind === "commitment") return true;
  const forRetention = request.details.word("purpose", ["acquisition", "retention"]) === "retention";
  return kind === "reallocation" && (evidence === "proven" || forRetention);
}

/** In order; the first rule that settles the request ends it. */
function restOnTriggers(request: Consideration, spend: Spend): void {
  if (request.blockedIf(1)) {
    request.blockByRule(1);
    return;
  }
  if (request.criticalFail) {
    request.block("A10(2)", "No growth spend while a critical trigger fails or the mode is DEFENSIVE.");
    return;
  }
  request.furtherBlocks(2);
  if (request.isBlocked) return;
  if (spend.kind === "reinstatement") {
    reinstatement(request);
    return;
  }
  if (request.blockedIf(0)) {
    request.blockByRule(0);
    return;
  }
  if (request.allowedIf(0) && fitsAllowance(request, spend)) request.allowByRule(0);
}

/** Spend that was frozen comes back on proof of return and the CFO's word, never on unknown figures. */
function reinstatement(request: Consideration): void {
  const known = !isUnknown(request, "T6") && !isUnknown(request, "T7");
  const missing = [...(request.roiCase ? [] : ["roi_case"]), ...request.unsigned("CFO")];
  request.look("G2.reinstatement", "T6 and T7 are known.", known, ["T6", "T7"]);
  request.look("G2.reinstatement", "An ROI case and the CFO's signoff are there.", missing.length === 0);
  if (known && missing.length === 0) {
    request.allow("G2.reinstatement", "Reinstated with an ROI case and the CFO's signoff.");
    return;
  }
  request.need(missing);
  if (request.blockedIf(0)) request.blockByRule(0);
}

function isUnknown(request: Consideration, shortId: string): boolean {
  const state = request.stateOf(shortId);
  return isFailOrUnknown(state) && state !== "FAIL";
}

/** Proven spend grows by a share of its budget; experiments keep within their cap. */
function fitsAllowance(request: Consideration, { kind, evidence, amountUsd }: Spend): boolean {
  const { details, figures } = request;
  if (evidence === "experiment") {
    const share = details.number("experiment_share_pct");
    const fits = share !== null && share >= 0 && share <= figures.experimentCapPct;
    request.look(
      "G2.allowed_if[0]",
      `Experiments take at most ${figures.experimentCapPct}% of GTM spend.`,
      fits,
    );
    return fits;
  }
  const budget = details.number("current_budget_usd");
  const fits =
    kind === "increase" &&
    budget !== null &&
    compare(
      multiply(exactOf(amountUsd), exactOf(100)),
      multiply(exactOf(budget), exactOf(figures.scaleUpPct)),
    ) <= 0;
  request.look(
    "G2.allowed_if[0]",
    `The increase is at most ${figures.scaleUpPct}% of the current budget.`,
    fits,
  );
  return fits;
}
