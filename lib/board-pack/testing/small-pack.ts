// A pack with a figure in every part, for tests of what is written about it.
import { DRIVER_KINDS } from "../../queries/forecast";
import type { Trajectory, TrajectoryMetric, TrajectoryMetricId } from "../../queries/trajectory-shape";
import type { PackContent, PackDocument, PackException, PackTrigger, RoiCase, RoiOutcome } from "../content";
import { casesDueCounts, exceptionCounts } from "../counts";
import { EFFICIENCY, efficiencySentence } from "../efficiency";
import { fillMemo } from "../memo";

const MONTHS = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"];
const HASH = "ab".repeat(32);

const addMonth = (index: number) => new Date(Date.UTC(2025, 10 + index, 1)).toISOString().slice(0, 7);

function metric(id: TrajectoryMetricId): TrajectoryMetric {
  return {
    id,
    dueRange: [0, 200_000],
    months: Array.from({ length: 19 }, (_, index) => {
      const target = Math.min(0, -300_000 + 25_000 * index);
      const actual = index <= 4;
      const near = target - 20_000;
      return {
        index,
        month: addMonth(index),
        band: [target - 50_000, target + 50_000],
        target,
        average: actual ? near : null,
        single: actual ? near - 5_000 : null,
        forecast: actual
          ? null
          : {
              downside: [near - 90_000, near - 30_000],
              base: [near - 30_000, near + 30_000],
              upside: [near + 30_000, near + 90_000],
            },
        forecastSingle: null,
      };
    }),
    breakeven: {
      downside: {
        better: { reachedAt: 14, isActual: false, lostAt: null },
        worse: { reachedAt: null, isActual: false, lostAt: null },
      },
      base: {
        better: { reachedAt: 12, isActual: false, lostAt: null },
        worse: { reachedAt: 14, isActual: false, lostAt: null },
      },
      upside: {
        better: { reachedAt: 10, isActual: false, lostAt: null },
        worse: { reachedAt: 12, isActual: false, lostAt: null },
      },
    },
  };
}

const trajectory: Trajectory = {
  planStart: "2025-11",
  dueIndex: 12,
  horizonIndex: 18,
  close: { cycleKey: "2026-03", version: 1, index: 4, evaluatedAt: "2026-04-08T15:00:00.000Z" },
  metrics: { fcf: metric("fcf"), ebitda: metric("ebitda") },
  drivers: DRIVER_KINDS.map((kind) => ({
    kind,
    function: kind === "opex_growth" ? "R&D" : null,
    value: 1.5,
    ranges: { downside: [1, 1.2], base: [1.2, 1.8], upside: [1.8, 2] },
  })),
  window: { from: "2025-10", to: "2026-03", months: 6 },
  spreadsAreUsual: true,
  missing: [],
  unreadable: [],
};

const TRIGGERS = [
  ["T1_FCF_BREAKEVEN_TRAJECTORY", "Free cash flow on its way to breakeven", "USD", -20_000],
  ["T2_EBITDA_BREAKEVEN_TRAJECTORY", "EBITDA on its way to breakeven", "USD", -15_000],
  ["T3_RULE_OF_40_GUARDRAIL", "Rule of 40", "percent", 32.9],
  ["T4_RUNWAY_FLOOR", "Floor under the cash runway", "months", 18],
  ["T5_NET_REVENUE_RETENTION_FLOOR", "Floor under net revenue retention", "percent", 108.9],
  ["T6_PIPELINE_COVERAGE", "Pipeline cover", "x", 3.2],
  ["T7_CAC_PAYBACK", "Discipline on CAC payback", "months", 12.4],
  ["T8_GROSS_MARGIN_FLOOR", "Floor under gross margin", "percent", 71.3],
] as const;

const triggers = TRIGGERS.map(
  ([id, name, unit, value], at): PackTrigger => ({
    id,
    shortId: id.slice(0, 2),
    name,
    critical: [0, 3, 4, 7].includes(at),
    unit,
    regions: [
      { state: "FAIL", low: null, high: value * 0.8 },
      { state: "WATCH", low: value * 0.8, high: value * 0.95 },
      { state: "PASS", low: value * 0.95, high: null },
    ],
    state: at === 7 ? "WATCH" : "PASS",
    value,
    closes: MONTHS.map((cycleKey, month) => ({
      cycleKey,
      state: month === 0 ? "UNKNOWN" : "PASS",
      value: month === 0 ? null : value * (0.9 + month / 40),
    })),
    before: { cycleKey: "2026-02", state: "PASS", value: value * 0.97 },
  }),
);

export const smallException = (reference: string): PackException => ({
  reference,
  title: "Replacement on the support desk",
  gateId: "G1_HEADCOUNT",
  kind: "retention protection",
  requester: "Ada Lovelace",
  amount: "1 hire",
  status: "APPROVED",
  decidedAt: "2026-03-20T10:00:00.000Z",
  logSeq: 41,
  reasonCodes: [],
  signoffs: [{ role: "CFO", name: "Nora Quist", verdict: "APPROVE" }],
  offset: { description: "One tool less", amountUsd: 7_200 },
  roi: { summary: "Answer times doubled.", low: 1.1, high: 1.9 },
  outcome: null,
});

export const smallCase = (reference: string, verdict: RoiOutcome["verdict"] = "PAID_BACK"): RoiCase => ({
  reference,
  title: "More paid search",
  gateId: "G2_GTM_SPEND",
  requester: "Ada Lovelace",
  approvedOn: "2025-12-10",
  dueOn: "2026-03-11",
  outcome: { verdict, words: "1.7× since, against a band of 1.6× to 2.4×.", measuredOn: "2026-03-11" },
});

const commitments = { count: 2, people: 0, usd: 12_000, usdPerMonth: 0 };

const content: PackContent = {
  format: 1,
  company: "Northwind Software",
  period: { key: "2026-03", kind: "month", start: "2026-03-01", end: "2026-03-31" },
  edition: 1,
  corrects: null,
  asOf: "2026-04-09T08:30:00.000Z",
  madeBy: { name: "Femi Ade", role: "FP&A" },
  policy: { version: "1.0.0", hash: `sha256:${HASH}` },
  kernelVersion: "1.0.0",
  log: { seq: 57, hash: HASH },
  closes: [
    {
      cycleKey: "2026-03",
      version: 1,
      evaluatedAt: "2026-04-08T15:00:00.000Z",
      certifiedFinal: true,
      deliveredOn: "2026-04-08",
    },
  ],
  missingCloses: [],
  mode: {
    atClose: "NORMAL",
    now: "NORMAL",
    since: "2025-12-09T15:00:00.000Z",
    cause: "no critical trigger FAIL or UNKNOWN",
    stretches: [
      {
        mode: "NORMAL",
        startedAt: "2025-12-09T15:00:00.000Z",
        endedAt: null,
        cause: "no critical trigger FAIL or UNKNOWN",
      },
    ],
  },
  triggers,
  trajectory,
  efficiency: EFFICIENCY.map(({ id, name, trigger: shortId }) => {
    const found = triggers.find((each) => each.shortId === shortId);
    const facts = {
      id,
      name,
      trigger: shortId,
      unit: found?.unit ?? ("percent" as const),
      state: found?.state ?? ("UNKNOWN" as const),
      value: found?.value ?? null,
      before: { cycleKey: "2026-02", value: (found?.value ?? 0) * 0.97 },
      range: id === "nrr" ? ([105, 120] as [number, number]) : null,
      parts: [],
    };
    return { ...facts, sentence: efficiencySentence(facts) };
  }),
  exceptions: [smallException("REQ-1010")],
  exceptionsLeftOut: 0,
  exceptionCounts: [],
  casesDue: [],
  casesDueLeftOut: 0,
  casesDueCounts: [],
  decisions: [{ gateId: "G1_HEADCOUNT", approved: 1, denied: 0, withdrawn: 0, refused: 2 }],
  escalations: [
    {
      rule: "Two consecutive monthly FAILs on T1/T2",
      action: "Review at Board level",
      triggers: ["T1"],
      raisedAt: "2026-02-11T15:00:00.000Z",
      raisedBy: "2026-01",
      status: "ACKNOWLEDGED",
      plan: "Collections push until free cash flow is back within plan",
      planDueOn: "2026-05-29",
      acknowledgedBy: "Nora Quist",
      resolution: null,
      resolvedAt: null,
    },
  ],
  budget: {
    quarter: "2026-Q2",
    start: "2026-04-01",
    end: "2026-06-30",
    gates: (["G1_HEADCOUNT", "G2_GTM_SPEND", "G3_PRODUCT_AND_RND", "G4_VENDOR_AND_NON_LABOR"] as const).map(
      (gateId, at) => ({
        gateId,
        scope: "What it is for",
        approved: commitments,
        approvedInPeriod: { count: 0, people: 0, usd: 0, usdPerMonth: 0 },
        open: commitments,
        verdict: at === 0 ? ("PARTLY_OPEN" as const) : ("OPEN" as const),
        prospects: [
          { label: "Backfills", verdict: "CONDITIONAL" as const, brings: ["signoff:CFO"], reasons: [] },
          {
            label: "Net-new roles",
            verdict: "CLOSED" as const,
            brings: [],
            reasons: ["A critical trigger is on WATCH"],
          },
        ],
      }),
    ),
  },
};

/** A draft whose content has what a test changes of it, with the memo that it fills. */
export function smallPack(change: Partial<PackContent> = {}): PackDocument {
  const all = { ...content, ...change };
  // The counts are of what is listed, unless a test says that there was more.
  const changed = {
    ...all,
    exceptionCounts: change.exceptionCounts ?? exceptionCounts(all.exceptions),
    casesDueCounts: change.casesDueCounts ?? casesDueCounts(all.casesDue),
  };
  return { content: changed, memo: fillMemo(changed), release: null };
}
