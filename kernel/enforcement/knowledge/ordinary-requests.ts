import type { GateRequest } from "../document";
import type { CompiledPolicy } from "../policy";
import { usdText } from "./usd-text";

export interface OrdinaryRequest {
  readonly label: string;
  readonly request: GateRequest;
}

// Amounts only need to be possible; where a limit of the policy matters, it is taken from the policy.
const BUDGET_USD = 100_000;

/**
 * One ordinary, fully described request of each kind that people bring to the gates. Each falls into one of
 * the classes that request-classes.ts finds; those are all there are, these are the ones with a name.
 */
export function ordinaryRequests({ figures }: CompiledPolicy): OrdinaryRequest[] {
  return [...headcount(), ...goToMarket(figures), ...product(), ...vendor(figures)];
}

const common = (request_id: string) => ({ request_id, requested_by: "a team lead" });

function headcount(): OrdinaryRequest[] {
  const role = (label: string, details: object, exceptions: GateRequest["exceptions"] = []) => ({
    label,
    request: { ...common(label), gate_id: "G1_HEADCOUNT" as const, details, exceptions },
  });
  return [
    role("Hires in the approved plan", { classification: "net-new", count: 1, in_approved_plan: true }),
    role("Backfills", { classification: "backfill", count: 1, in_approved_plan: false }),
    role("Retention-critical roles", { classification: "retention-critical", function: "CS", count: 1 }),
    role("A critical role beyond the plan", {
      classification: "net-new",
      count: 1,
      in_approved_plan: false,
      critical_role: true,
      critical_roles_added_this_month: 0,
    }),
    role(
      "CS or Product hires against churn",
      { classification: "net-new", function: "CS", count: 1, in_approved_plan: false, mitigates_churn: true },
      [{ exception_id: "retention_protection" }],
    ),
  ];
}

function goToMarket({ scaleUpPct, experimentCapPct }: CompiledPolicy["figures"]): OrdinaryRequest[] {
  const spend = (label: string, details: object) => ({
    label,
    request: {
      ...common(label),
      gate_id: "G2_GTM_SPEND" as const,
      details: {
        segment: "mid-market",
        channel: "search",
        purpose: "acquisition",
        amount_usd: (BUDGET_USD * scaleUpPct) / 100,
        current_budget_usd: BUDGET_USD,
        evidence: "proven",
        expected_roi_band: [1.2, 2],
        ...details,
      },
    },
  });
  return [
    spend(`Proven channels, up to +${scaleUpPct}%`, { kind: "increase" }),
    spend(`Experiments, up to ${experimentCapPct}% of GTM spend`, {
      kind: "increase",
      evidence: "experiment",
      experiment_share_pct: experimentCapPct,
    }),
    spend("Shifting budget to proven channels", { kind: "reallocation" }),
    spend("Existing commitments", { kind: "commitment" }),
    spend("Reinstating a paused channel", { kind: "reinstatement" }),
    spend("Discounts beyond the ceiling", { kind: "discount_exception", discount_pct: 20 }),
  ];
}

function product(): OrdinaryRequest[] {
  const item = (label: string, details: object) => ({
    label,
    request: {
      ...common(label),
      gate_id: "G3_PRODUCT_AND_RND" as const,
      details: {
        quantified_impact: { on: "retention", band: [1, 2], unit: "percent" },
        risks_churn: false,
        ...details,
      },
    },
  });
  return [
    item("Retention-critical roadmap", { classification: "retention-critical" }),
    item("Big bets with quantified impact", { classification: "big-bet" }),
    item("Non-core research and development", { classification: "non-core" }),
    item("Items that may risk churn", { classification: "big-bet", risks_churn: true }),
  ];
}

function vendor({ vendorRoiCaseUsdPerMonth }: CompiledPolicy["figures"]): OrdinaryRequest[] {
  const contract = (label: string, details: object) => ({
    label,
    request: {
      ...common(label),
      gate_id: "G4_VENDOR_AND_NON_LABOR" as const,
      details: { kind: "new", amount_usd_per_month: vendorRoiCaseUsdPerMonth, ...details },
    },
  });
  const limit = usdText(vendorRoiCaseUsdPerMonth);
  return [
    contract("Renewals", { kind: "renewal" }),
    contract(`New vendors up to ${limit} a month`, {}),
    contract(`New vendors above ${limit} a month`, { amount_usd_per_month: vendorRoiCaseUsdPerMonth + 1 }),
    contract("Mission-critical spend", {
      mission_critical: true,
      justification: "Production depends on it.",
    }),
  ];
}
