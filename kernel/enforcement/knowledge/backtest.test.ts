import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pick, randomFrom } from "../corpus/random";
import { backtest, type CompiledPolicy, compile } from "../index";
import { follow, type Order, randomOrders } from "../testing/random-history";
import { RecordedCompany } from "../testing/recorded-history";
import { referenceArtifacts } from "../testing/reference-policy";
import type { Backtest } from "./backtest";

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const STEPS = 60;

type Artifacts = typeof referenceArtifacts;
const changed = (change: (artifacts: Artifacts) => void): CompiledPolicy => {
  const artifacts = structuredClone(referenceArtifacts);
  change(artifacts);
  const policy = compile(artifacts);
  if (policy.findings.length > 0) throw new Error(JSON.stringify(policy.findings[0]));
  return policy;
};
const reference = compile(referenceArtifacts);

/** Policies that differ from the reference in one thing each, as a company might change it. */
const DRAFTS: Record<string, CompiledPolicy> = {
  "runway of twenty months": changed(({ trigger_spec: { trigger_spec } }) => {
    const runway = trigger_spec.triggers[3];
    if (runway)
      runway.threshold = { pass: ">= 20 months", watch: ">= 15 and < 20 months", fail: "< 15 months" };
  }),
  "gross margin of seventy-four": changed(({ trigger_spec: { trigger_spec } }) => {
    const margin = trigger_spec.triggers[7];
    if (margin) margin.threshold = { pass: "GM >= 74%", watch: "GM >= 73% and < 74%", fail: "GM < 73%" };
  }),
  "pipeline is critical": changed(({ gating_rules: { gating_rules } }) => {
    gating_rules.critical_triggers.push("T6_PIPELINE_COVERAGE");
  }),
  "gross margin is not critical": changed(({ gating_rules: { gating_rules } }) => {
    gating_rules.critical_triggers.pop();
  }),
  "smaller steps in marketing": changed(({ gating_rules: { gating_rules } }) => {
    const rule = gating_rules.gates[1]?.allowed_if?.[0];
    if (rule) rule.allow = "Grow spend +2–5% in proven segments; cap experiments (1–2% of GTM spend)";
  }),
  "vendors wait for the pipeline": changed(({ gating_rules: { gating_rules } }) => {
    gating_rules.gates[3]?.blocked_if?.push({ when: "T6 FAIL", block: "Nothing new" });
  }),
  "escalation after one month": changed(({ gating_rules: { gating_rules } }) => {
    const rule = gating_rules.escalation_rules[0];
    if (rule) rule.condition = "One consecutive monthly FAILs on T1/T2";
  }),
};

const past = (policy: CompiledPolicy, orders: readonly Order[], version?: string) =>
  follow(new RecordedCompany(policy, version), orders);
const replayed = (policy: CompiledPolicy, company: RecordedCompany, version = "2.0.0"): Backtest => {
  const result = backtest(policy, company.history(version));
  if (result === null) throw new Error("the policy can be enforced");
  return result;
};

describe("The backtest of a policy on the history that was made under it", () => {
  it.each(Object.entries({ reference, ...DRAFTS }))("differs nowhere: %s", (_, policy) => {
    for (const seed of SEEDS) {
      const company = past(policy, randomOrders(randomFrom(seed), STEPS));
      // Under another hash as well, so that every cycle is replayed on the replayed history.
      for (const hash of ["1.0.0", "the same by another name"]) {
        const { decisions, cycles, same, notReplayed } = replayed(policy, company, hash);
        expect([seed, decisions, cycles, same]).toEqual([seed, [], [], true]);
        expect(notReplayed).toEqual({ decisions: [], inputs: [], fields: [], escalations: [], documents: 0 });
      }
    }
  });
});

describe("The backtest of a policy that came into force later", () => {
  it.each(Object.entries(DRAFTS))("differs nowhere in what was done under it: %s", (_, later) => {
    let done = 0;
    for (const seed of SEEDS) {
      const orders = randomOrders(randomFrom(seed), STEPS);
      const company = past(reference, orders.slice(0, STEPS / 2));
      company.sign(later, "2.0.0");
      follow(company, orders.slice(STEPS / 2));
      const { decisions, cycles } = replayed(later, company);
      done += company.decisions.filter(({ policyVersion }) => policyVersion === "2.0.0").length;
      const own = [...decisions, ...cycles].filter(({ policyVersion }) => policyVersion === "2.0.0");
      expect([seed, own]).toEqual([seed, []]);
    }
    expect(done).toBeGreaterThan(25);
  });
});

describe("The backtest of a draft", () => {
  it.each(Object.entries(DRAFTS))(
    "says of every decision, mode and escalation what the company would have come to: %s",
    (_, draft) => {
      let differing = 0;
      for (const seed of SEEDS) {
        const orders = randomOrders(randomFrom(seed), STEPS);
        const [was, wouldBe] = [past(reference, orders), past(draft, orders)];
        const { decisions, cycles, timeline, escalationsDue, notReplayed } = replayed(draft, was);
        expect([seed, notReplayed.inputs, notReplayed.decisions]).toEqual([seed, [], []]);
        expect([seed, decisions.map(({ id, after }) => [id, after])]).toEqual([
          seed,
          wouldBe.decisions.flatMap((after, at) => {
            const before = was.decisions[at];
            const same = before && JSON.stringify(shown(before)) === JSON.stringify(shown(after));
            return same ? [] : [[after.id, shown(after)]];
          }),
        ]);
        const modes = wouldBe.closed().map(({ cadence, cycleKey, mode }) => [cadence, cycleKey, mode]);
        expect(
          timeline.flatMap(({ cadence, cycleKey, after }) => (after ? [[cadence, cycleKey, after]] : [])),
        ).toEqual(expect.arrayContaining(modes));
        expect(timeline.filter(({ after }) => after !== null)).toHaveLength(modes.length);
        const due = wouldBe.closed().reduce((sum, cycle) => sum + cycle.escalationsDue.length, 0);
        expect(escalationsDue.after).toEqual({ best: due, worst: due });
        differing += decisions.length + cycles.length;
      }
      // Histories in which the draft changes nothing would prove nothing.
      expect(differing).toBeGreaterThan(5);
    },
  );
});

describe("Where a draft needs figures that nobody looked for", () => {
  const FIGURES = [300_000, 170_000, 100_000];

  it.each([
    ["and the trigger is critical", burnMultiple({ critical: true })],
    ["and a gate looks at the trigger", burnMultiple({ critical: false })],
  ])("what is replayed holds whatever the figures were: %s", (_, draft) => {
    const count = { replayed: 0, lacking: 0, sure: 0 };
    for (const seed of SEEDS) {
      const year = randomOrders(randomFrom(seed), STEPS);
      // In the second half the figures were delivered, so that they are there to be read.
      const orders = [...year.slice(0, 40), ...completed(year.slice(40), randomFrom(seed))];
      const was = past(reference, orders);
      const { decisions, timeline, notReplayed, escalationsDue } = replayed(draft, was);
      const after = new Map(decisions.map((each) => [each.id, each.after.standing]));
      const lacking = new Set(notReplayed.decisions.map(({ id }) => id));
      count.lacking += lacking.size;
      count.replayed += was.decisions.length - lacking.size;
      for (const known of [1, 2, 3, 4].map((each) => completed(orders, randomFrom(1000 * seed + each)))) {
        const wouldBe = past(draft, known);
        for (const [at, { id }] of was.decisions.entries()) {
          const [before, then] = [was.decisions[at], wouldBe.decisions[at]];
          if (lacking.has(id) || !before || !then) continue;
          expect([seed, id, after.get(id) ?? shown(before).standing]).toEqual([
            seed,
            id,
            shown(then).standing,
          ]);
        }
        const modes = new Map(
          wouldBe.closed().map(({ cadence, cycleKey, mode }) => [`${cadence} ${cycleKey}`, mode]),
        );
        for (const { cadence, cycleKey, after: mode } of timeline) {
          if (mode === "EITHER") continue;
          count.sure += 1;
          expect([seed, modes.get(`${cadence} ${cycleKey}`) ?? null]).toEqual([seed, mode]);
        }
        const due = wouldBe.closed().reduce((sum, cycle) => sum + cycle.escalationsDue.length, 0);
        expect(due).toBeGreaterThanOrEqual(escalationsDue.after.best);
        expect(due).toBeLessThanOrEqual(escalationsDue.after.worst);
      }
    }
    // Neither everything nor nothing can be replayed, or the test would show little.
    expect(Math.min(count.replayed, count.lacking, count.sure)).toBeGreaterThan(20);
  });

  /** The same year with the figures supplied, close by close; the weeks carry what they do not measure. */
  function completed(orders: readonly Order[], random: () => number): Order[] {
    return orders.map((order) => {
      if (order.kind !== "cycle" || order.cadence === "weekly") return order;
      const inputs = { NetNewARR_quarter: pick(random, FIGURES), ...order.given.inputs };
      return { ...order, given: { ...order.given, inputs } };
    });
  }
});

/** A ninth trigger that reads what no cycle has recorded; two months of FAIL are escalated. */
function burnMultiple({ critical }: { critical: boolean }): CompiledPolicy {
  return changed(({ trigger_spec: { trigger_spec }, gating_rules: { gating_rules } }) => {
    const [first] = trigger_spec.triggers;
    if (!first) throw new Error("the reference policy has triggers");
    trigger_spec.triggers.push({
      ...structuredClone(first),
      id: "T9_BURN_MULTIPLE",
      name: "Burn multiple",
      formula: "BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter",
      threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
      measurement_window: "Monthly at close",
    });
    if (critical) gating_rules.critical_triggers.push("T9_BURN_MULTIPLE");
    else gating_rules.gates[3]?.blocked_if?.push({ when: "T9 FAIL", block: "New tools" });
    gating_rules.escalation_rules.push({
      condition: "Two consecutive monthly FAILs on T9",
      action: "Review it",
    });
  });
}

describe("The backtest", () => {
  it("does not depend on the order in which the record is given, and says the same each time", () => {
    for (const seed of SEEDS) {
      const random = randomFrom(seed);
      const company = past(reference, randomOrders(random, STEPS));
      const draft = DRAFTS["pipeline is critical"] ?? reference;
      const shuffled = <T>(list: readonly T[]) =>
        list
          .map((item) => ({ item, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const given = company.history("2.0.0");
      const once = JSON.stringify(backtest(draft, given));
      const { cycles, decisions } = given;
      const other = { ...given, cycles: shuffled(cycles), decisions: shuffled(decisions) };
      expect(JSON.stringify(backtest(draft, other))).toBe(once);
      expect(JSON.stringify(backtest(draft, given))).toBe(once);
    }
  });

  it("takes whatever a document or a request may hold", () => {
    const drafts = Object.values(DRAFTS);
    const anything = fc.dictionary(
      fc.constantFrom("CashBalance", "NetBurn", "Revenue", "__proto__", "x"),
      fc.jsonValue(),
    );
    const property = fc.property(anything, anything, fc.nat(), (inputs, details, seed) => {
      const company = past(reference, randomOrders(randomFrom(seed), 20));
      const { cycles, decisions, ...rest } = company.history("2.0.0");
      const history = {
        ...rest,
        cycles: cycles.map((cycle) => ({
          ...cycle,
          document: cycle.document && { ...cycle.document, inputs },
        })),
        decisions: decisions.map((decision) => ({
          ...decision,
          request: decision.request && ({ ...decision.request, details } as typeof decision.request),
        })),
      };
      for (const draft of drafts) expect(backtest(draft, history)).not.toBeNull();
    });
    fc.assert(property, { numRuns: 40 });
  });
});

function shown({ answer, signable }: RecordedCompany["decisions"][number]) {
  const { decision, reason_codes: codes, blocked_by: blockedBy, missing } = answer;
  const standing = decision === "ALLOWED" ? "ALLOWED" : signable ? "SIGNABLE" : "BLOCKED";
  return { standing, codes, blockedBy, missing };
}
