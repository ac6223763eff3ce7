import type { GateId } from "@/kernel/enforcement/vocabulary";

/** What each gate is for, in the words of the person who asks. */
export const GATE_WORDS: Record<GateId, { name: string; purpose: string }> = {
  G1_HEADCOUNT: {
    name: "Headcount",
    purpose: "Hire somebody: a new role, or the replacement of one who left",
  },
  G2_GTM_SPEND: {
    name: "Go-to-market spend",
    purpose: "Change what marketing and sales spend, or ask for a discount exception",
  },
  G3_PRODUCT_AND_RND: {
    name: "Product and R&D",
    purpose: "Put an item on the roadmap, or spend on engineering",
  },
  G4_VENDOR_AND_NON_LABOR: {
    name: "Vendors and other spend",
    purpose: "Buy or renew software, cloud or services outside product",
  },
};

/** The facts a request states, by their name on the wire. */
const DETAIL_WORDS: Record<string, string> = {
  classification: "Classification",
  function: "Function",
  count: "Number of hires",
  in_approved_plan: "Whether it is in the approved hiring plan",
  critical_role: "Whether the role is critical",
  critical_roles_added_this_month: "Critical roles already added this month",
  mitigates_churn: "Whether the role directly mitigates churn",
  kind: "Kind",
  segment: "Segment",
  channel: "Channel",
  purpose: "Purpose",
  amount_usd: "Amount",
  current_budget_usd: "Current budget",
  evidence: "Evidence: proven or experiment",
  expected_roi_band: "Expected return, as a band",
  expected_payback_months: "Expected payback, as a band",
  experiment_share_pct: "Experiments' share of go-to-market spend",
  discount_pct: "Discount",
  quantified_impact: "Quantified impact on retention or upsell",
  risks_churn: "Whether it risks churn",
  amount_usd_per_month: "Amount per month",
  mission_critical: "Whether it is mission-critical",
  justification: "Justification",
};

export function detailWords(name: string): string {
  return DETAIL_WORDS[name.replace(/^details\./, "")] ?? name;
}

/** `signoff:CFO` as somebody would say it. */
export function missingWords(missing: string): string {
  if (missing.startsWith("signoff:")) return `Signature of the ${missing.slice("signoff:".length)}`;
  if (missing === "roi_case") return "ROI case: a summary and a band of expected return";
  if (missing === "offset") return "Offset: what is cut elsewhere, with an amount";
  if (missing.startsWith("exception:")) return "Claim of the retention exception";
  if (missing === "crm_hygiene") return "Confirmation that CRM hygiene is enforced";
  return missing
    .split("|")
    .map((name) => detailWords(name.trim()))
    .join(" or ");
}
