import { describe, expect, it } from "vitest";
import { type GivenRequest, type JsonObject, requestOf } from "./corpus/given";
import { restated } from "./corpus/restatement";
import type { GateRequest } from "./document";
import { compile, decideRequest, type Mode, situationOf, TRIGGER_STATES, type TriggerState } from "./index";
import { referenceArtifacts } from "./testing/reference-policy";

/**
 * The other way round than promises.test.ts: every combination of the facts a request can bring, over every
 * combination of the states its gate looks at. One other critical trigger (T8) stands for those it does not name.
 */
const policy = compile(referenceArtifacts);
const HYGIENE = {
  enforced: { stage_definitions_enforced: true, required_fields_enforced: true },
  half: { stage_definitions_enforced: true, required_fields_enforced: false },
};

/** All combinations of one choice for each name. */
function combinations(choices: Record<string, readonly unknown[]>): Record<string, unknown>[] {
  return Object.entries(choices).reduce<Record<string, unknown>[]>(
    (list, [name, values]) => list.flatMap((entry) => values.map((value) => ({ ...entry, [name]: value }))),
    [{}],
  );
}

interface Space {
  like: string;
  details: Record<string, readonly unknown[]>;
  around?: Record<string, readonly unknown[]>;
  triggers: string[];
  modes?: Mode[];
  hygiene?: (keyof typeof HYGIENE)[];
}

function disagreements({
  like,
  details,
  around = {},
  triggers,
  modes = ["NORMAL", "DEFENSIVE"],
  hygiene = ["enforced"],
}: Space) {
  const requests = combinations(around).flatMap((outer) =>
    combinations(details).map(
      (inner) =>
        requestOf(
          { like, ...outer, details: inner as JsonObject } as GivenRequest,
          "R",
        ) as unknown as GateRequest,
    ),
  );
  const found: string[] = [];
  let asked = 0;
  const statesOfSpace = combinations(Object.fromEntries(triggers.map((id) => [id, TRIGGER_STATES])));
  for (const chosen of statesOfSpace) {
    const states = { ...ALL_PASS, ...(chosen as Record<string, TriggerState>) };
    for (const mode of modes) {
      for (const level of hygiene) {
        const facts = { states, mode, crmHygiene: HYGIENE[level] };
        const situation = situationOf(policy, facts);
        for (const request of requests) {
          asked++;
          const { decision, reason_codes } = decideRequest(policy, situation, request);
          const again = restated(request, facts);
          const expected = `${again.allowed ? "ALLOWED" : "BLOCKED"} ${[...again.codes].sort()}`;
          if (`${decision} ${reason_codes}` !== expected && found.length < 5) {
            found.push(
              `${decision} ${reason_codes}, restated ${expected}: ${JSON.stringify({ ...facts, request })}`,
            );
          }
        }
      }
    }
  }
  return { found, asked };
}
const ALL_PASS = Object.fromEntries(
  ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"].map((id) => [id, "PASS"]),
) as Record<string, TriggerState>;
const SIGNATURES = [[], ["CFO"], ["CEO"], ["CEO", "CFO"]];
const ROI = [null, "documented"];

describe("every combination of the facts of a request, over the states its gate looks at", () => {
  it("G1: hires are decided as the settled page says", () => {
    const { found, asked } = disagreements({
      like: "churn-saving hire",
      around: { signoffs: SIGNATURES, roi_case: ROI, exceptions: [[], ["without offset"], ["with offset"]] },
      details: {
        classification: ["retention-critical", "non-critical", "backfill", "net-new", "contractor"],
        function: ["CS", "Product", "Sales"],
        mitigates_churn: [true, false],
        in_approved_plan: [true, false],
      },
      triggers: ["T5", "T8"],
    });
    expect(found).toEqual([]);
    expect(asked).toBe(4 * 2 * 3 * 5 * 3 * 2 * 2 * 16 * 2);
  });

  it("G1: critical roles are counted as the settled page says", () => {
    const { found } = disagreements({
      like: "critical role",
      details: {
        classification: ["non-critical", "net-new"],
        critical_role: [true, false, null],
        count: [null, -1, 0, 1, 2, 3, "1"],
        critical_roles_added_this_month: [null, -1, 0, 1, 2],
      },
      triggers: ["T3", "T7", "T8"],
    });
    expect(found).toEqual([]);
  });

  it("G2: spend is decided as the settled page says", () => {
    const { found, asked } = disagreements({
      like: "proven increase",
      around: { signoffs: [[], ["CFO"]], roi_case: ROI },
      details: {
        kind: ["increase", "reduction", "reallocation", "commitment", "reinstatement", "windfall"],
        purpose: ["acquisition", "retention"],
        evidence: ["proven", "experiment"],
        amount_usd: [15000, 15001],
        experiment_share_pct: [5, 5.5],
      },
      triggers: ["T1", "T2", "T4", "T6", "T7"],
      modes: ["NORMAL"],
      hygiene: ["enforced"],
    });
    expect(found).toEqual([]);
    expect(asked).toBe(4 * 96 * 1024);
  });

  it("G2: missing facts and CRM hygiene are asked for as the settled page says", () => {
    const { found } = disagreements({
      like: "proven increase",
      around: { signoffs: [[], ["CFO"]] },
      details: {
        kind: ["increase", "reallocation", "reinstatement", "discount_exception"],
        segment: ["SMB", " ", 7],
        amount_usd: [null, 0, 9000],
        current_budget_usd: [null, 100000],
        evidence: ["proven", "experiment", null],
        experiment_share_pct: [null, 2],
        expected_roi_band: [null, [1, 2], [2, 1]],
        expected_payback_months: [null, [3, 9]],
        discount_pct: [null, 20],
      },
      triggers: ["T6"],
      hygiene: ["enforced", "half"],
      modes: ["NORMAL"],
    });
    expect(found).toEqual([]);
  });

  it("G3: the roadmap is decided as the settled page says", () => {
    const { found } = disagreements({
      like: "big bet",
      details: {
        classification: ["retention-critical", "non-core", "big-bet", "moonshot"],
        risks_churn: [true, false, null, "no"],
        quantified_impact: [
          null,
          { on: "upsell", band: [1, 2], unit: "percent" },
          { on: "retention", band: [2, 1], unit: "percent" },
          { on: "brand", band: [1, 2], unit: "percent" },
          { on: "upsell", band: [1, 2], unit: "" },
        ],
      },
      triggers: ["T1", "T4", "T5", "T8"],
    });
    expect(found).toEqual([]);
  });

  it("G4: vendors are decided as the settled page says", () => {
    const { found } = disagreements({
      like: "new vendor",
      around: { roi_case: ROI },
      details: {
        kind: ["new", "renewal", null, "swap"],
        amount_usd_per_month: [null, "300", 5000, 5000.01],
        mission_critical: [true, false, null],
        justification: [null, "", "The product stops without it"],
      },
      triggers: ["T1", "T4", "T5", "T8"],
    });
    expect(found).toEqual([]);
  });
});
