import { describe, expect, it } from "vitest";
import { randomFrom } from "../corpus/random";
import { representatives } from "../corpus/representatives";
import { type CompiledPolicy, compile, decideRequest, type GateRequest, MODES, situationOf } from "../index";
import { referenceArtifacts } from "../testing/reference-policy";
import { atlasOf, atlasSteps } from "./atlas";
import { atlasDifference } from "./atlas-difference";
import { atlasReport } from "./atlas-report";
import { ordinaryRequests } from "./ordinary-requests";
import { regionsOf, regionText } from "./regions";
import { factsOf, type Point, pointAt, stateSpace } from "./state-space";

type Artifacts = typeof referenceArtifacts;

const policy = compile(referenceArtifacts);
const atlas = atlasOf(policy);
const everyTrigger = stateSpace(policy, new Set(policy.triggers.map(({ shortId }) => shortId)));

function changed(change: (artifacts: Artifacts) => void): CompiledPolicy {
  const artifacts = structuredClone(referenceArtifacts);
  change(artifacts);
  const compiled = compile(artifacts);
  expect(compiled.findings).toEqual([]);
  return compiled;
}
function gateOf({ gating_rules }: Artifacts, gate: string) {
  const found = gating_rules.gating_rules.gates.find(({ gate_id }) => gate_id === gate);
  if (found === undefined) throw new Error(`no gate ${gate}`);
  return found;
}

describe("the atlas of the reference policy", () => {
  it("is what the gates decide, for every class, in all 65,536 combinations, both modes and both states of hygiene", () => {
    const wrong: string[] = [];
    let cells = 0;
    for (let index = 0; index < everyTrigger.size && wrong.length < 5; index += 1) {
      const point = pointAt(everyTrigger, index);
      const situation = situationOf(policy, factsOf(point));
      for (const { id, gateId, request } of atlas.classes) {
        // The gate of spend alone asks for CRM hygiene; for the others its answer is the same twice over.
        if (!point.crmHygieneEnforced && gateId !== "G2_GTM_SPEND") continue;
        cells += 1;
        const known = atlas.verdict(point.states, point.mode, id, point.crmHygieneEnforced);
        const { decision, reason_codes, blocked_by } = decideRequest(policy, situation, request);
        const same =
          known.allowed === (decision === "ALLOWED") &&
          isSame(known.codes, reason_codes) &&
          (known.allowed || isSame(known.rules, blocked_by));
        if (!same) wrong.push(`${id} ${JSON.stringify(point)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBe(
      65_536 * MODES.length * (atlas.classes.length + atlas.gates.G2_GTM_SPEND.classes.length),
    );
  }, 180_000);

  it("has a class for every request of the corpus, and for every ordinary one", () => {
    const all = [...representatives, ...ordinaryRequests(policy)].map(({ request }) => request);
    expect(
      all.filter((request) => classesOf(request).length !== 1).map(({ request_id }) => request_id),
    ).toEqual([]);
  });

  it("has a class for whatever a request may hold, sense or nonsense", () => {
    const random = randomFrom(20260401);
    const requests = Array.from({ length: 400 }, () => anyRequest(random));
    const lost = requests.filter((request) => classesOf(request).length === 0);
    expect(lost.map((request) => JSON.stringify(request))).toEqual([]);
  });

  it("knows 57 classes; no rule is idle, no code of a gate is out of reach, no threshold leaves a gap", () => {
    const report = atlasReport(atlas);
    expect(report.classes).toBe(57);
    expect(report.rulesThatNeverFire).toEqual([]);
    expect(report.codesThatCannotOccur).toEqual([]);
    expect(report.thresholds.map(({ gaps, overlaps }) => [gaps, overlaps])).toEqual(Array(8).fill([[], []]));
    expect(report.promises.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.promises).toHaveLength(9);
    expect(report.defaultDeny.find(({ label }) => label === "a renewal")?.regions.map(regionText)).toEqual([
      "T1 WATCH, T4 PASS, T5 PASS/WATCH, T8 PASS/WATCH, NORMAL",
    ]);
  });

  it("says how far it is", () => {
    const seen = [...atlasSteps(policy)];
    expect(seen.map(({ done, total }) => `${done}/${total}`)).toEqual(["0/4", "1/4", "2/4", "3/4", "4/4"]);
  });
});

describe("a policy with a fault", () => {
  it("shows a rule that never fires, and the threshold that leaves a gap", () => {
    const report = atlasReport(
      atlasOf(
        changed((artifacts) => {
          gateOf(artifacts, "G4_VENDOR_AND_NON_LABOR").blocked_if.push({
            when: "T1 PASS and T1 FAIL",
            block: "Nothing can ever meet this",
          });
          const runway = artifacts.trigger_spec.trigger_spec.triggers[3];
          if (runway) runway.threshold.watch = "RunwayMonths >= 13 and <= 15";
        }),
      ),
    );
    expect(report.rulesThatNeverFire).toEqual(["G4.blocked_if[1]"]);
    expect(report.thresholds[3]).toEqual({
      trigger: "T4",
      gaps: [{ from: 12, fromIncluded: true, to: 13, toIncluded: false }],
      overlaps: [{ from: 15, fromIncluded: true, to: 15, toIncluded: true, states: ["PASS", "WATCH"] }],
    });
  });

  it("shows the smallest situation in which a promise breaks", () => {
    const report = atlasReport(
      atlasOf(
        changed((artifacts) => {
          const [rule] = gateOf(artifacts, "G4_VENDOR_AND_NON_LABOR").allowed_if;
          if (rule) rule.when = "T1 WATCH and T4 PASS";
        }),
      ),
    );
    const [broken, ...others] = report.promises.filter(({ holds }) => !holds);
    expect(others).toEqual([]);
    expect(broken).toMatchObject({
      promise: "A worse state never opens what a better one closes",
      counterexample: {
        states: { T1: "PASS", T4: "PASS", T5: "PASS", T8: "PASS" },
        mode: "NORMAL",
        label: "a renewal",
        comparedWith: "T1 WATCH",
      },
    });
  });
});

describe("the difference of two policies", () => {
  it("is nothing between a policy and itself", () => {
    const { flips, cells, thresholdsChanged } = atlasDifference(atlas, atlas);
    expect(flips).toEqual([]);
    expect([cells.opened, cells.closed, cells.reasonsOnly]).toEqual([0, 0, 0]);
    expect(thresholdsChanged).toEqual([]);
  });

  it("names the requests and the states whose verdict flips, and where only figures move", () => {
    const looser = changed((artifacts) => {
      const spend = gateOf(artifacts, "G2_GTM_SPEND");
      if (spend.allowed_if[0])
        spend.allowed_if[0].allow = "Grow spend +5–20%; cap experiments (2–5% of GTM spend)";
      const runway = artifacts.trigger_spec.trigger_spec.triggers[3];
      if (runway)
        Object.assign(runway.threshold, { watch: "RunwayMonths >= 11 and < 15", fail: "RunwayMonths < 11" });
    });
    const { flips, cells, thresholdsChanged } = atlasDifference(atlas, atlasOf(looser));
    expect(thresholdsChanged).toEqual(["T4"]);
    expect(flips.map(({ labels, from, to }) => [labels, from, to])).toEqual([
      [["an increase, on proven evidence, of up to 20% of the budget"], "BLOCKED", "ALLOWED"],
    ]);
    // T1 and T2 not both worse than WATCH, T4, T5, T8 and T1 PASS or WATCH, T6 and T7 PASS, T2 and T3 any.
    expect(cells.opened).toBe(2 ** 4 * 4 * 4);
    expect(cells.closed).toBe(0);
    expect(atlasDifference(atlasOf(looser), atlas).cells.closed).toBe(cells.opened);
  });
});

describe("regions", () => {
  it("are disjoint and hold exactly the points asked for", () => {
    const space = stateSpace(policy, new Set(["T1", "T4", "T7"]));
    const wanted = (index: number) => (index * 7919) % 5 < 2 || pointAt(space, index).states.T4 === "WATCH";
    const regions = regionsOf(space, wanted);
    for (let index = 0; index < space.size; index += 1) {
      const point = pointAt(space, index);
      expect(regions.filter((region) => holds(region, point))).toHaveLength(wanted(index) ? 1 : 0);
    }
  });
});

function holds(
  region: ReturnType<typeof regionsOf>[number],
  { states, mode, crmHygieneEnforced }: Point,
): boolean {
  return (
    Object.entries(region.states).every(([id, allowed]) => allowed.includes(states[id] ?? "UNKNOWN")) &&
    (region.mode === null || region.mode === mode) &&
    (region.crmHygieneEnforced === null || region.crmHygieneEnforced === crmHygieneEnforced)
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}

/** The classes that decide like the request wherever it is tried: in every situation its gate can tell apart. */
function classesOf(request: GateRequest): string[] {
  const gate = atlas.gates[request.gate_id];
  const tried = [...new Map([...gate.views].map((view, index) => [view, index])).values()];
  const verdicts = tried.map((index) => {
    const point = pointAt(gate.space, index);
    return { point, ...decideRequest(policy, situationOf(policy, factsOf(point)), request) };
  });
  return gate.classes
    .filter(({ id }) =>
      verdicts.every(({ point, decision, reason_codes, blocked_by }) => {
        const known = atlas.verdict(point.states, point.mode, id, point.crmHygieneEnforced);
        return (
          known.allowed === (decision === "ALLOWED") &&
          isSame(known.codes, reason_codes) &&
          (known.allowed || isSame(known.rules, blocked_by))
        );
      }),
    )
    .map(({ id }) => id);
}

const DETAILS: Record<string, readonly unknown[]> = {
  classification: [
    "net-new",
    "backfill",
    "retention-critical",
    "non-critical",
    "big-bet",
    "non-core",
    "x",
    null,
    7,
  ],
  function: ["CS", "Product", "Sales", null, 3],
  mitigates_churn: [true, false, null, "yes"],
  in_approved_plan: [true, false, "true"],
  critical_role: [true, false, null],
  count: [0, 1, 2, 3, -1, null, "2"],
  critical_roles_added_this_month: [0, 1, 2, null],
  kind: [
    "increase",
    "reallocation",
    "reinstatement",
    "commitment",
    "reduction",
    "discount_exception",
    "new",
    "renewal",
    null,
  ],
  segment: ["SMB", " ", null],
  channel: ["search", "", 7],
  purpose: ["acquisition", "retention", "fun"],
  amount_usd: [1, 15_000, 15_000.01, 0, -5, null],
  current_budget_usd: [100_000, 0, null, "1"],
  evidence: ["proven", "experiment", null],
  expected_roi_band: [[1, 2], [2, 1], null],
  expected_payback_months: [[3, 9], null],
  experiment_share_pct: [5, 5.01, -1, 0, null],
  discount_pct: [20, null],
  quantified_impact: [
    { on: "retention", band: [1, 2], unit: "percent" },
    { on: "brand", band: [1, 2], unit: "x" },
    null,
  ],
  risks_churn: [true, false, null, "no"],
  amount_usd_per_month: [5000, 5000.01, null, -1],
  mission_critical: [true, false, null],
  justification: ["Needed", "", null],
};

function anyRequest(random: () => number): GateRequest {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const details = Object.fromEntries(Object.entries(DETAILS).map(([name, values]) => [name, one(values)]));
  const roles = ["CEO", "CFO", "CPO/CTO"].filter(() => random() < 0.5);
  return {
    request_id: "ANY",
    gate_id: one(["G1_HEADCOUNT", "G2_GTM_SPEND", "G3_PRODUCT_AND_RND", "G4_VENDOR_AND_NON_LABOR"]),
    requested_by: one(["lee", "", null]),
    details,
    signoffs: roles.map((role) => ({ role, by: one(["lee", "kim", ""]) })),
    roi_case: one([
      null,
      { summary: "Pays", expected_roi_band: [1, 2] },
      { summary: "", expected_roi_band: [1, 2] },
    ]),
    exceptions: one([
      [],
      [{ exception_id: "retention_protection" }],
      [{ exception_id: "retention_protection", offset: { description: "A cut", amount_usd: 5 } }],
      [{ exception_id: "another" }],
    ]),
  } as GateRequest;
}
