import type { PackCommitments, PackContent, PackException, RoiOutcome } from "./content";
import { count, money } from "./figure-text";

type GateId = PackContent["budget"]["gates"][number]["gateId"];

export const GATE_NAMES: Record<GateId, string> = {
  G1_HEADCOUNT: "G1 Headcount",
  G2_GTM_SPEND: "G2 Go-to-market spend",
  G3_PRODUCT_AND_RND: "G3 Product and R&D",
  G4_VENDOR_AND_NON_LABOR: "G4 Vendors and other spend",
};

export const VERDICT_WORDS = {
  OPEN: "Open",
  PARTLY_OPEN: "Partly open",
  CLOSED: "Closed",
  CONDITIONAL: "With conditions",
} as const;

export const STATUS_WORDS: Record<PackException["status"], string> = {
  PENDING: "Waits for signatures",
  BLOCKED: "Blocked",
  STALE: "No longer possible",
  APPROVED: "Approved",
  DENIED: "Denied",
  WITHDRAWN: "Withdrawn",
};

export const OUTCOME_WORDS: Record<RoiOutcome["verdict"], string> = {
  PAID_BACK: "Paid back",
  MISSED: "Missed",
  TOO_EARLY: "Too early to tell",
  CANNOT_BE_MEASURED: "Cannot be measured",
};

/** In the place of an outcome where there is none to tell; empty where no ROI case promised anything. */
export function withoutOutcome({ roi, status }: Pick<PackException, "roi" | "status">): string {
  if (roi === null || status === "APPROVED") return "";
  return status === "PENDING" ? "Not decided yet" : "Not approved";
}

export const ESCALATION_WORDS = {
  OPEN: "Open, without a plan",
  ACKNOWLEDGED: "Acknowledged, with a plan",
  RESOLVED: "Resolved",
} as const;

/** `signoff:CFO` as somebody would say it. */
export function bringsInWords(item: string): string {
  if (item.startsWith("signoff:")) return `signature of the ${item.slice("signoff:".length)}`;
  if (item === "roi_case") return "ROI case with a band";
  return item === "offset" ? "offset elsewhere" : item;
}

/** `6 (8 hires)`, `4 ($36,000 a month)` */
export function committed({ count: size, people, usd, usdPerMonth }: PackCommitments): string {
  const parts = [
    ...(people > 0 ? [count(people, "hire")] : []),
    ...(usdPerMonth > 0 ? [`${money(usdPerMonth)} a month`] : []),
    ...(usd > 0 ? [money(usd)] : []),
  ];
  const requests = size.toLocaleString("en-US");
  return parts.length === 0 ? requests : `${requests} (${parts.join(", ")})`;
}
