import { describe, expect, it } from "vitest";
import { documentOf, type GivenRequest, requestOf } from "../corpus/given";
import { gateRequestSchema } from "../document";
import { backtest, compile } from "../index";
import { type CycleOrder, RecordedCompany, type RequestOrder } from "../testing/recorded-history";
import { referenceArtifacts } from "../testing/reference-policy";
import type { TriggerState } from "../vocabulary";
import type { Backtest } from "./backtest";
import type { PolicyHistory } from "./backtest-history";

type Artifacts = typeof referenceArtifacts;
type States = Record<string, TriggerState>;

const draftOf = (change: (artifacts: Artifacts) => void) => {
  const artifacts = structuredClone(referenceArtifacts);
  change(artifacts);
  return compile(artifacts);
};
const runwayOf = (months: number) =>
  draftOf(({ trigger_spec: { trigger_spec } }) => {
    const runway = trigger_spec.triggers[3];
    if (runway) {
      runway.threshold.pass = `>= ${months} months`;
      runway.threshold.watch = `>= 12 and < ${months} months`;
    }
  });
const TWENTY_MONTHS = runwayOf(20);

const moment = (day: string) => `2026-${day}T09:00:00.000Z`;
const month = (key: string, day: string, states: States = {}, inputs: object = {}): CycleOrder => {
  const document = documentOf({ base: "monthly", states });
  const { close, dataset, crm_hygiene } = document as CycleOrder["given"];
  const given = { inputs: { ...(document.inputs as object), ...inputs }, close, dataset, crm_hygiene };
  return { cadence: "monthly_close", cycleKey: key, periodEnd: `${key}-28`, at: moment(day), given };
};
/** `like` of the corpus' templates; signed by nobody unless it says so. */
const request = (id: string, given: GivenRequest) =>
  gateRequestSchema.parse(requestOf({ signoffs: [], roi_case: null, exceptions: [], ...given }, id));

function company(...orders: (CycleOrder | RequestOrder)[]): RecordedCompany {
  const run = new RecordedCompany(compile(referenceArtifacts));
  for (const order of orders) {
    if ("request" in order) run.decide(order);
    else run.evaluate(order);
  }
  return run;
}
const under = (draft: ReturnType<typeof compile>, history: PolicyHistory): Backtest => {
  const result = backtest(draft, history);
  if (result === null) throw new Error(JSON.stringify(draft.findings));
  return result;
};
const kinds = ({ decisions }: Backtest) => decisions.map(({ reference, kind }) => `${reference} ${kind}`);
const total = ({ totals }: Backtest, gate: string) => totals.find(({ gateId }) => gateId.startsWith(gate));

describe("A longer runway asked for in hindsight", () => {
  // Eighteen months of runway in January, thirty in February: twenty are asked for.
  const history = company(
    month("2026-01", "02-10"),
    { request: request("RENEWAL", { like: "renewal" }), at: moment("02-11"), approved: true },
    {
      request: request("HIRES", { like: "planned hire", details: { count: 2 } }),
      at: moment("02-12"),
      approved: true,
    },
    { request: request("BACKFILL", { like: "backfill" }), at: moment("02-13"), approved: true },
    { request: request("SPEND", { like: "proven increase" }), at: moment("02-14"), approved: true },
    { request: request("DENIED", { like: "renewal" }), at: moment("02-15"), endedByPerson: true },
    month("2026-02", "03-10", {}, { CashBalance: 3_000_000 }),
    { request: request("LATER", { like: "renewal" }), at: moment("03-11"), approved: true },
  ).history("draft");
  const result = under(TWENTY_MONTHS, history);

  it("flips exactly the decisions that rest on it, in money a month and in heads", () => {
    expect(kinds(result)).toEqual([
      "RENEWAL blocked",
      "HIRES blocked",
      "BACKFILL signatures",
      "DENIED blocked",
    ]);
    expect(total(result, "G4")?.blocked).toEqual({
      requests: 1,
      approved: 1,
      usd: 0,
      usdPerMonth: 3000,
      heads: 0,
    });
    expect(total(result, "G1")?.blocked).toMatchObject({ requests: 1, heads: 2 });
    expect(total(result, "G1")?.signatures).toMatchObject({ requests: 1, heads: 1 });
    expect(result.decisions[0]).toMatchObject({
      before: { standing: "ALLOWED", codes: [] },
      after: { standing: "BLOCKED", codes: ["CFO-27"] },
    });
    expect(result.decisions[2]?.after).toMatchObject({ standing: "SIGNABLE", missing: ["signoff:CFO"] });
  });

  it("names the cycle with its state before and after", () => {
    expect(result.cycles).toMatchObject([
      { cycleKey: "2026-01", states: [{ trigger: "T4", before: "PASS", after: "WATCH" }], mode: null },
    ]);
  });

  it("counts a request once, with its newest decision", () => {
    const again = company(
      month("2026-01", "02-10"),
      { request: request("RENEWAL", { like: "renewal" }), at: moment("02-11") },
      { request: request("RENEWAL", { like: "renewal" }), at: moment("02-12"), approved: true },
    ).history("draft");
    const counted = under(TWENTY_MONTHS, again);
    expect(counted.decisions.map(({ isNewest }) => isNewest)).toEqual([false, true]);
    expect(total(counted, "G4")?.blocked).toMatchObject({ requests: 1, usdPerMonth: 3000 });
  });

  it("opens in the other direction what a shorter one would have let through", () => {
    const short = company(month("2026-01", "02-10", { T4: "WATCH" }), {
      request: request("RENEWAL", { like: "renewal" }),
      at: moment("02-11"),
    }).history("draft");
    const opened = under(runwayOf(12.5), short);
    expect(kinds(opened)).toEqual(["RENEWAL opened"]);
    expect(total(opened, "G4")?.opened).toMatchObject({ requests: 1, approved: 0, usdPerMonth: 3000 });
  });
});

describe("The mode in hindsight", () => {
  it("lasts until two cycles in a row pass, and its days are counted from close to close", () => {
    const draft = draftOf(({ gating_rules: { gating_rules } }) => {
      gating_rules.critical_triggers.push("T6_PIPELINE_COVERAGE");
    });
    const result = under(
      draft,
      company(
        month("2026-01", "02-10", { T6: "FAIL" }),
        month("2026-02", "03-10"),
        month("2026-03", "04-10"),
      ).history("draft", moment("05-10")),
    );
    expect(result.timeline.map(({ before, after }) => `${before} ${after}`)).toEqual([
      "NORMAL DEFENSIVE",
      "NORMAL DEFENSIVE",
      "NORMAL NORMAL",
    ]);
    expect(result.defensiveDays).toEqual({ before: 0, after: { best: 59, worst: 59 } });
  });

  it("does not follow a close whose figure no threshold of the draft covers: the run is refused", () => {
    const draft = draftOf(({ trigger_spec: { trigger_spec } }) => {
      const runway = trigger_spec.triggers[3];
      if (runway) runway.threshold.watch = ">= 13 and < 15 months";
    });
    const result = under(
      draft,
      company(month("2026-01", "02-10", {}, { CashBalance: 1_250_000 })).history("draft"),
    );
    expect(result.cycles).toMatchObject([
      { status: { before: "CLOSED", after: "REFUSED" }, codes: ["CFO-05"] },
    ]);
    expect(result.timeline).toMatchObject([{ after: null }]);
  });

  it("goes on where a close would only have been too late to be certified", () => {
    const draft = draftOf(({ outcome_contract: { outcome_contract } }) => {
      outcome_contract.data_requirements.data_quality_sla.close_timeliness_days.range = [1, 2];
    });
    const result = under(draft, company(month("2026-01", "02-10")).history("draft"));
    expect(result.cycles).toMatchObject([{ uncertified: true, status: null, states: [], mode: null }]);
  });
});

describe("What cannot be replayed", () => {
  const withBurnMultiple = draftOf(({ trigger_spec: { trigger_spec }, gating_rules: { gating_rules } }) => {
    const [first] = trigger_spec.triggers;
    if (!first) throw new Error("the reference policy has triggers");
    trigger_spec.triggers.push({
      ...structuredClone(first),
      id: "T9_BURN_MULTIPLE",
      name: "Burn multiple",
      formula: "BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter",
      threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
    });
    gating_rules.gates[3]?.blocked_if?.push({ when: "T9 FAIL", block: "New tools" });
    gating_rules.escalation_rules.push({
      condition: "One consecutive monthly FAILs on T9",
      action: "Review",
    });
  });
  const orders = (inputs: object) =>
    company(
      month("2026-01", "02-10", {}, inputs),
      { request: request("RENEWAL", { like: "renewal" }), at: moment("02-11") },
      { request: request("HIRE", { like: "planned hire" }), at: moment("02-12") },
      { request: request("DATABASE", { like: "mission-critical vendor" }), at: moment("02-13") },
    ).history("draft");

  it("is what hangs on a figure that nobody looked for; whatever is the same in every state is replayed", () => {
    const { decisions, notReplayed, replayed, escalationsDue } = under(withBurnMultiple, orders({}));
    expect(decisions).toEqual([]);
    expect(replayed.decisions).toBe(2);
    expect(notReplayed).toMatchObject({
      decisions: [
        {
          reference: "RENEWAL",
          fact: {
            kind: "inputs_not_looked_for",
            triggers: [{ trigger: "T9", inputs: ["NetNewARR_quarter"] }],
          },
        },
      ],
      inputs: [{ trigger: "T9", name: "Burn multiple", inputs: ["NetNewARR_quarter"], cycles: 1 }],
      escalations: [{ rule: "One consecutive monthly FAILs on T9", cycles: 1 }],
    });
    expect(escalationsDue.after).toEqual({ best: 0, worst: 1 });
  });

  it("is nothing where the figure is on record; one that was looked for and not there is a known unknown", () => {
    const known = under(withBurnMultiple, orders({ NetNewARR_quarter: 100_000 }));
    expect(kinds(known)).toEqual(["RENEWAL blocked"]);
    expect(known.notReplayed.decisions).toEqual([]);
    const unknown = under(withBurnMultiple, orders({ NetNewARR_quarter: null }));
    expect(unknown.cycles).toMatchObject([
      { status: { before: "CLOSED", after: "OPEN" }, codes: ["CFO-17"] },
    ]);
    expect(unknown.notReplayed.inputs).toEqual([]);
  });

  it("is a minimum field that nobody looked for, which counts as delivered", () => {
    const draft = draftOf(({ outcome_contract: { outcome_contract } }) => {
      outcome_contract.data_requirements.minimum_fields.push("Contract register");
    });
    const { same, notReplayed } = under(draft, orders({}));
    expect({ same, fields: notReplayed.fields }).toEqual({
      same: true,
      fields: [{ field: "Contract register", cycles: 1 }],
    });
  });

  it("is a decision whose request was not kept, and one on a document from outside", () => {
    const history = orders({});
    const [first, second, ...rest] = history.decisions;
    if (!first || !second) throw new Error("three were decided");
    const decisions = [{ ...first, request: null }, { ...second, external: true }, ...rest];
    const { notReplayed } = under(TWENTY_MONTHS, { ...history, decisions });
    expect(notReplayed.decisions.map(({ fact }) => fact.kind)).toEqual([
      "request_not_kept",
      "document_from_outside",
    ]);
  });

  it("is a cycle whose inputs were not kept: it stands with the states that were found", () => {
    const history = orders({});
    const cycles = history.cycles.map((cycle) => ({ ...cycle, document: null }));
    const { same, notReplayed } = under(TWENTY_MONTHS, { ...history, cycles });
    expect({ same, documents: notReplayed.documents }).toEqual({ same: true, documents: 1 });
  });

  it("is everything under a policy with findings", () => {
    const draft = draftOf(({ gating_rules: { gating_rules } }) => {
      gating_rules.critical_triggers = [];
    });
    expect(backtest(draft, orders({}))).toBeNull();
  });
});
