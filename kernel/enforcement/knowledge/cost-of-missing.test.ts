import { describe, expect, it } from "vitest";
import {
  compile,
  decideRequest,
  type GateRequest,
  situationOf,
  TRIGGER_STATES,
  type TriggerState,
} from "../index";
import { requestTo, standing } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { atlasOf } from "./atlas";
import { costOfMissing } from "./cost-of-missing";

const policy = compile(referenceArtifacts);
const spend = requestTo("G2_GTM_SPEND", {
  kind: "increase",
  segment: "SMB",
  channel: "search",
  amount_usd: 9_000,
  current_budget_usd: 100_000,
  evidence: "proven",
  expected_roi_band: [1, 2],
});
const renewal = requestTo("G4_VENDOR_AND_NON_LABOR", { kind: "renewal", amount_usd_per_month: 3_000 });
const hire = requestTo("G1_HEADCOUNT", { classification: "backfill", count: 2 });
const open: GateRequest[] = [
  { ...spend, request_id: "SPEND" },
  { ...renewal, request_id: "RENEWAL" },
  { ...hire, request_id: "HIRE" },
];

function costs(states: Readonly<Record<string, TriggerState>>, requests = open) {
  return costOfMissing(policy, situationOf(policy, standing(states)), requests);
}

describe("what missing data costs", () => {
  it("is the money, the monthly spend and the heads that wait on each unknown trigger", () => {
    expect(costs({ T4: "UNKNOWN", T6: "UNKNOWN", T3: "UNKNOWN" })).toMatchObject([
      { trigger: "T3", irrelevant: true, flips: [], usd: 0 },
      {
        trigger: "T4",
        irrelevant: false,
        flips: ["SPEND", "RENEWAL", "HIRE"],
        // The spend waits for the pipeline as well; the runway alone would not open it.
        flipsAlone: ["RENEWAL", "HIRE"],
        usd: 9_000,
        usdPerMonth: 3_000,
        heads: 2,
      },
      {
        trigger: "T6",
        irrelevant: false,
        flips: ["SPEND"],
        flipsAlone: [],
        usd: 9_000,
        usdPerMonth: 0,
        heads: 0,
      },
    ]);
  });

  it("is nothing where another fact closes the request anyway, and where all is known", () => {
    expect(costs({ T4: "UNKNOWN", T8: "FAIL" }).map(({ irrelevant }) => irrelevant)).toEqual([true]);
    expect(costs({})).toEqual([]);
  });

  it("calls a trigger irrelevant exactly when no completion flips a verdict, whatever is unknown, for every class", () => {
    const wrong: string[] = [];
    const requests = atlasOf(policy).classes.map(({ request }) => request);
    for (const unknown of SOME_UNKNOWN) {
      const states = { T1: "PASS", T2: "WATCH", T3: "PASS", T5: "WATCH", T7: "PASS", ...unknown } as const;
      const found = costs(states, requests);
      for (const { trigger, flips } of found) {
        const others = found.map((each) => each.trigger).filter((id) => id !== trigger);
        const flipped = requests.filter((request) => flipsSomewhere(request, states, trigger, others));
        if (String(flipped.map(({ request_id }) => request_id)) !== String(flips)) {
          wrong.push(`${trigger} in ${JSON.stringify(states)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

const SOME_UNKNOWN: readonly Readonly<Record<string, TriggerState>>[] = [
  { T4: "UNKNOWN" },
  { T5: "UNKNOWN", T8: "WATCH" },
  { T6: "UNKNOWN", T7: "UNKNOWN" },
  { T1: "UNKNOWN", T2: "UNKNOWN", T6: "UNKNOWN" },
  { T3: "UNKNOWN", T4: "WATCH", T5: "FAIL" },
  { T1: "UNKNOWN", T4: "UNKNOWN", T5: "UNKNOWN", T8: "UNKNOWN" },
];

/** Tried one by one, without the tables: each value of the trigger, each completion of the others. */
function flipsSomewhere(
  request: GateRequest,
  states: Readonly<Record<string, TriggerState>>,
  trigger: string,
  others: readonly string[],
): boolean {
  for (let number = 0; number < 4 ** others.length; number += 1) {
    const completed = others.map(
      (id, at) => [id, TRIGGER_STATES[(number >> (2 * at)) & 3] ?? "UNKNOWN"] as const,
    );
    const verdicts = TRIGGER_STATES.map((state) => {
      const facts = standing({ ...states, ...Object.fromEntries(completed), [trigger]: state });
      return decideRequest(policy, situationOf(policy, facts), request).decision;
    });
    if (new Set(verdicts).size > 1) return true;
  }
  return false;
}
