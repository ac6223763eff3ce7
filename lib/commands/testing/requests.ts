// Requests as people would make them, one for each story that the tests of the commands tell.
import type { RequestContent } from "../../queries/request-content";

type Content<Gate extends RequestContent["gate_id"]> = Extract<RequestContent, { gate_id: Gate }>;

const ROI_CASE = { summary: "Fewer tickets, fewer churned accounts", expected_roi_band: [1.2, 1.8] } as const;

export const roiCase = (): NonNullable<RequestContent["roi_case"]> => ({
  summary: ROI_CASE.summary,
  expected_roi_band: [...ROI_CASE.expected_roi_band],
});

export function backfill(change: Partial<Content<"G1_HEADCOUNT">> = {}): RequestContent {
  return {
    gate_id: "G1_HEADCOUNT",
    title: "Replace the support engineer who left",
    details: { classification: "backfill", function: "CS", count: 1 },
    roi_case: null,
    exceptions: [],
    ...change,
  };
}

export function renewal(change: Partial<Content<"G4_VENDOR_AND_NON_LABOR">> = {}): RequestContent {
  return {
    gate_id: "G4_VENDOR_AND_NON_LABOR",
    title: "Renew the ticket system",
    details: { kind: "renewal", amount_usd_per_month: 3200, mission_critical: false },
    roi_case: null,
    exceptions: [],
    ...change,
  };
}

export function discount(): RequestContent {
  return {
    gate_id: "G2_GTM_SPEND",
    title: "25% for Northwind on a two-year term",
    details: { kind: "discount_exception", segment: "Mid-market", discount_pct: 25 },
    roi_case: null,
    exceptions: [],
  };
}

/** A role in customer success that mitigates churn, with or without a cut elsewhere to pay for it. */
export function retentionHire(offset: { description: string; amount_usd: number } | null): RequestContent {
  return {
    gate_id: "G1_HEADCOUNT",
    title: "A customer success manager for the accounts at risk",
    details: {
      classification: "net-new",
      function: "CS",
      count: 1,
      in_approved_plan: false,
      mitigates_churn: true,
    },
    roi_case: roiCase(),
    exceptions: [{ exception_id: "retention_protection", offset }],
  };
}
