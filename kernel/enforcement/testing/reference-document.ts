/**
 * A document of a healthy monthly close under the reference policy: every trigger PASS, no request. Tests
 * change what they are about and leave the rest.
 */
import type { GateRequest, RunDocument } from "../document";
import type { SituationFacts } from "../gates/situation";
import type { TriggerState } from "../vocabulary";
import { referenceArtifacts } from "./reference-policy";

/** A fresh copy each time. */
export function referenceDocument(changes: Partial<RunDocument> = {}): RunDocument {
  return {
    trace_id: "vsf-TEST-CFO-001",
    evaluated_at: "2026-04-10T09:00:00Z",
    artifacts: structuredClone(referenceArtifacts),
    cycle: { id: "2026-03", cadence: "monthly_close", month_index: 3 },
    inputs: healthyInputs(),
    close: { period_end: "2026-03-31", delivered_at: "2026-04-09", certify_final: true },
    dataset: {
      fields: [...referenceArtifacts.outcome_contract.outcome_contract.data_requirements.minimum_fields],
    },
    crm_hygiene: { stage_definitions_enforced: true, required_fields_enforced: true },
    history: [],
    requests: [],
    ...changes,
  };
}

export function healthyInputs(): Record<string, unknown> {
  return {
    OperatingCashFlow: [-90000, -80000, -70000],
    Capex: [10000, 10000, 10000],
    TargetFCF_3mo_avg: -100000,
    Revenue: [800000, 810000, 820000],
    COGS: [200000, 202500, 205000],
    Opex_excl_DA: [640000, 640000, 640000],
    TargetEBITDA_3mo_avg: { "3": -40000 },
    ARR_Growth_Rate_TTM: 32,
    EBITDA_Margin_TTM: 3,
    CashBalance: 9000000,
    NetBurn: [500000, 450000, 400000],
    StartingARR: 9000000,
    Expansion: 700000,
    Contraction: 50000,
    Churn: 100000,
    QualifiedPipelineAmount_next_quarter: [3000000, 3100000, 3200000, 3300000],
    BookingsTarget_next_quarter: 1000000,
    CAC: 900000,
    GrossMargin: 75,
    NewARR_per_month: 100000,
  };
}

/** Every trigger PASS but for those named, NORMAL mode, hygiene enforced. */
export function standing(
  states: Readonly<Record<string, TriggerState>> = {},
  mode: SituationFacts["mode"] = "NORMAL",
): SituationFacts {
  const passing = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"].map((id) => [id, "PASS"] as const);
  return {
    states: { ...Object.fromEntries(passing), ...states },
    mode,
    crmHygiene: { stage_definitions_enforced: true, required_fields_enforced: true },
  };
}

type Signed = "CEO" | "CFO";

/** A request of lee@example.com with what is named beside its details. */
export function requestTo<G extends GateRequest["gate_id"]>(
  gate_id: G,
  details: Extract<GateRequest, { gate_id: G }>["details"],
  beside: {
    readonly signed?: readonly Signed[];
    readonly roiCase?: boolean;
    readonly exception?: "bare" | "offset";
  } = {},
): GateRequest {
  const { signed = [], roiCase = false, exception } = beside;
  return {
    request_id: "REQ-1",
    gate_id,
    requested_by: "lee@example.com",
    details,
    roi_case: roiCase ? { summary: "Pays back within a year", expected_roi_band: [1.2, 1.8] } : null,
    signoffs: signed.map((role) => ({ role, by: `${role}@example.com`, at: "2026-04-10T08:00:00Z" })),
    exceptions:
      exception === undefined
        ? []
        : [
            {
              exception_id: "retention_protection",
              offset:
                exception === "offset" ? { description: "Two open roles closed", amount_usd: 90000 } : null,
            },
          ],
  } as GateRequest;
}
