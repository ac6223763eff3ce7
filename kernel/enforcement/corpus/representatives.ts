/** One request of each class that a gate tells apart, with what is promised about the class. */
import type { GateRequest } from "../document";
import { type GivenRequest, requestOf } from "./given";

export interface Representative {
  readonly name: string;
  readonly request: GateRequest;
  /** Discretionary growth spend or net-new headcount, which contract A10(2) forbids under a critical FAIL. */
  readonly growth: boolean;
}

const BOTH = ["CEO", "CFO"];
const bare = { signoffs: [], roi_case: null, exceptions: [] };

function make(name: string, given: GivenRequest, growth = false): Representative {
  return { name, request: requestOf(given, name) as unknown as GateRequest, growth };
}
/** The same request bare, with the CFO, with both, and with both and an ROI case. */
function bySignature(name: string, given: GivenRequest, growth = false): Representative[] {
  return [
    make(`${name}, unsigned`, { ...bare, ...given }, growth),
    make(`${name}, signed by the CFO`, { ...bare, ...given, signoffs: ["CFO"] }, growth),
    make(`${name}, signed by CEO and CFO`, { ...bare, ...given, signoffs: BOTH }, growth),
    make(
      `${name}, signed by CEO and CFO with an ROI case`,
      { ...bare, ...given, signoffs: BOTH, roi_case: "documented" },
      growth,
    ),
  ];
}

const headcount = [
  make(
    "a hire without a classification",
    { like: "backfill", details: { classification: null }, signoffs: BOTH, roi_case: "documented" },
    true,
  ),
  ...bySignature("a backfill", { like: "backfill" }),
  ...bySignature("a retention-critical hire", { like: "retention-critical hire" }),
  ...bySignature("a non-critical hire", { like: "non-critical hire" }),
  ...bySignature("a planned hire", { like: "planned hire" }, true),
  ...bySignature("a critical role", { like: "critical role" }, true),
  ...bySignature(
    "a churn-saving hire without an offset",
    { like: "churn-saving hire", exceptions: ["without offset"] },
    true,
  ),
  ...bySignature("a churn-saving hire with an offset", {
    like: "churn-saving hire",
    exceptions: ["with offset"],
  }),
  make(
    "a churn-saving Sales hire",
    { like: "churn-saving hire", details: { function: "Sales" }, signoffs: BOTH, roi_case: "documented" },
    true,
  ),
];

const spend = [
  make("a spend request without a channel", { like: "proven increase", details: { channel: null } }, true),
  make("a proven increase", { like: "proven increase", signoffs: BOTH, roi_case: "documented" }, true),
  make(
    "a proven increase beyond 15 percent",
    { like: "proven increase", details: { amount_usd: 16000 } },
    true,
  ),
  make("an experiment", { like: "experiment" }, true),
  make("an experiment beyond its cap", { like: "experiment", details: { experiment_share_pct: 7 } }, true),
  make(
    "a reallocation to an experiment",
    { like: "reallocation", details: { evidence: "experiment", experiment_share_pct: 3 } },
    true,
  ),
  make("a reallocation to a proven channel", { like: "reallocation" }),
  make("a reduction", { like: "reduction" }),
  make("a commitment", { like: "commitment" }),
  make("a reinstatement", { like: "reinstatement" }, true),
  make("a reinstatement without an ROI case", { like: "reinstatement", roi_case: null }, true),
  make("a reinstatement without the CFO", { like: "reinstatement", signoffs: [] }, true),
  make("a discount exception", { like: "discount" }),
  make("a discount exception without the CFO", { like: "discount", signoffs: [] }),
];

const roadmapAndVendors = [
  make("a roadmap item without an impact", { like: "big bet", details: { quantified_impact: null } }, true),
  make("retention-critical work", { like: "retention-critical roadmap" }),
  make("retention-critical work that risks churn", {
    like: "retention-critical roadmap",
    details: { risks_churn: true },
  }),
  make("a big bet", { like: "big bet" }, true),
  make(
    "a big bet that does not say whether it risks churn",
    { like: "big bet", details: { risks_churn: null } },
    true,
  ),
  make("non-core work", { like: "non-core roadmap" }, true),
  make("a renewal", { like: "renewal" }, true),
  make("a small new vendor", { like: "new vendor" }, true),
  make("a dear new vendor", { like: "new vendor", details: { amount_usd_per_month: 9000 } }, true),
  make(
    "a dear new vendor with an ROI case",
    { like: "new vendor", details: { amount_usd_per_month: 9000 }, roi_case: "documented" },
    true,
  ),
  make("a mission-critical renewal", { like: "mission-critical vendor" }),
  make("a dear mission-critical new vendor", { like: "mission-critical vendor", details: { kind: "new" } }),
];

export const representatives: readonly Representative[] = [...headcount, ...spend, ...roadmapAndVendors];
