import { describe, expect, test } from "vitest";
import { type PackContent, packContentSchema, packMemoSchema } from "./content";
import { efficiencySentence, efficiencySummary } from "./efficiency";
import { money, moneyCompact } from "./figure-text";
import { contentHash, dataHash } from "./hash";
import { fillMemo } from "./memo";
import { packPeriod, periodName } from "./period";
import { smallCase, smallException, smallPack } from "./testing/small-pack";

const sentence = (id: string, change: Partial<PackContent> = {}) =>
  fillMemo(smallPack(change).content).find((each) => each.id === id)?.text ?? null;

describe("the memo is filled from the data", () => {
  test("every sentence stands under its heading, unedited, with the filled text beside it", () => {
    const memo = fillMemo(smallPack().content);
    expect(packMemoSchema.safeParse(memo).success).toBe(true);
    expect([...new Set(memo.map(({ heading }) => heading))]).toEqual([
      "Where the company stands",
      "The path to breakeven",
      "Efficiency",
      "Decisions",
      "The next quarter",
      "The data",
    ]);
    for (const { text, original, edited } of memo) expect([text, edited]).toEqual([original, null]);
  });

  test("states, and what moved since the close before", () => {
    const { triggers } = smallPack().content;
    expect(sentence("states")).toBe(
      "At the close of Mar 2026 the 8 triggers stand at 7 PASS and 1 WATCH. No trigger fails.",
    );
    const failing = triggers.map((each) =>
      each.shortId === "T4" ? { ...each, state: "FAIL" as const } : each,
    );
    expect(sentence("states", { triggers: failing })).toContain("On FAIL: T4 Floor under the cash runway.");
    expect(sentence("moved")).toBe("Since Feb 2026: T8 from PASS to WATCH.");
    const first = triggers.map((each) => ({ ...each, before: null }));
    expect(sentence("moved", { triggers: first })).toBeNull();
  });

  test("the path in three months' averages against the band, and the forecast in ranges", () => {
    expect(sentence("fcf")).toBe(
      "Free cash flow averaged −$220,000 a month over the three months to month 4 (Mar 2026), inside the plan's band of −$250,000 to −$150,000.",
    );
    expect(sentence("forecast")).toContain(
      "in the base range: month 12 (Nov 2026) at the better end, month 14 (Jan 2027) at the worse",
    );
    expect(sentence("forecast")).toContain("not by month 18 at the worse");
  });

  test("says that there is no band, and no forecast, where there is none", () => {
    const { trajectory } = smallPack().content;
    const { fcf } = trajectory.metrics;
    const bare = { ...fcf, breakeven: null, months: fcf.months.map((month) => ({ ...month, band: null })) };
    const change = {
      trajectory: {
        ...trajectory,
        missing: ["Capex of 2026-02"],
        metrics: { ...trajectory.metrics, fcf: bare },
      },
    };
    expect(sentence("fcf", change)).toContain("against a target of −$200,000 (the plan gives no band)");
    expect(sentence("forecast", change)).toBe("There is no forecast of the path: missing Capex of 2026-02.");
    expect(sentence("data", change)).toContain("no forecast for want of Capex of 2026-02");
  });

  test("exceptions by what became of them", () => {
    expect(sentence("exceptions")).toBe("1 exception asked of the gates: 1 approved.");
    expect(sentence("exceptions", { exceptions: [] })).toBe(
      "No exception was asked of the gates in Mar 2026.",
    );
    const exceptions = [
      smallException("REQ-1"),
      { ...smallException("REQ-2"), status: "DENIED" as const },
      { ...smallException("REQ-3"), status: "PENDING" as const, decidedAt: null },
    ];
    expect(sentence("exceptions", { exceptions })).toBe(
      "3 exceptions asked of the gates: 1 approved, 1 denied and 1 not decided.",
    );
  });

  test("hundreds of exceptions are all counted, though the pack lists forty of them", () => {
    const exceptionCounts = [
      { status: "APPROVED" as const, count: 1_040 },
      { status: "BLOCKED" as const, count: 12 },
      { status: "PENDING" as const, count: 3 },
    ];
    expect(sentence("exceptions", { exceptionsLeftOut: 1_015, exceptionCounts })).toBe(
      "1,055 exceptions asked of the gates: 1,040 approved and 15 not decided.",
    );
    const casesDueCounts = [
      { verdict: "PAID_BACK" as const, count: 30 },
      { verdict: "MISSED" as const, count: 22 },
    ];
    expect(sentence("outcomes", { casesDueLeftOut: 12, casesDueCounts })).toBe(
      "The time of 52 ROI cases came in the period: 30 paid back and 22 missed.",
    );
  });

  test("ROI cases by what came of those whose time came in the period", () => {
    expect(sentence("outcomes")).toBe(
      "The time of no ROI case came in the period; 1 more was approved in it.",
    );
    expect(sentence("outcomes", { exceptions: [] })).toBeNull();
    const casesDue = [
      smallCase("REQ-1"),
      smallCase("REQ-2"),
      smallCase("REQ-3", "MISSED"),
      smallCase("REQ-4", "CANNOT_BE_MEASURED"),
    ];
    expect(sentence("outcomes", { casesDue })).toBe(
      "The time of 4 ROI cases came in the period: 2 paid back, 1 missed and 1 cannot be measured.",
    );
  });

  test("the mode names its cause only where it is DEFENSIVE, and a change since the close", () => {
    const { mode } = smallPack().content;
    expect(sentence("mode")).toBe("The close left the company in NORMAL mode.");
    const now = "DEFENSIVE" as const;
    expect(sentence("mode", { mode: { ...mode, now, since: "2026-04-08T15:00:00.000Z" } })).toBe(
      "The close left the company in NORMAL mode; since 8 Apr 2026 it is in DEFENSIVE mode.",
    );
  });
});

describe("the efficiency story", () => {
  const facts = (change: object) => {
    const [first] = smallPack().content.efficiency;
    if (!first) throw new Error("the pack has efficiency figures");
    return { ...first, ...change };
  };
  test("more is better for the Rule of 40, less for CAC payback", () => {
    const up = {
      value: 33.2,
      before: { cycleKey: "2026-02", value: 31.9 },
      range: [30, 45] as [number, number],
    };
    expect(efficiencySentence(facts(up))).toBe(
      "Rule of 40 is 33.2% (PASS); up 1.3 points from 31.9% in Feb 2026, which is better, inside the contract's range of 30% to 45%.",
    );
    const payback = { id: "cac_payback" as const, name: "CAC payback", unit: "months" as const, range: null };
    const longer = { ...payback, value: 16, before: { cycleKey: "2026-02", value: 15 } };
    expect(efficiencySentence(facts(longer))).toBe(
      "CAC payback is 16 months (PASS); up 1 month from 15 months in Feb 2026, which is worse.",
    );
  });

  test("a change is the difference of the two figures as they are written", () => {
    const close = { value: 107.56, before: { cycleKey: "2026-02", value: 107.54 }, range: null };
    expect(efficiencySentence(facts(close))).toBe(
      "Rule of 40 is 107.6% (PASS); up 0.1 points from 107.5% in Feb 2026, which is better.",
    );
  });

  test("what reads the same is unchanged, what has no figure says so", () => {
    const same = { value: 33.21, before: { cycleKey: "2026-02", value: 33.19 }, range: null };
    expect(efficiencySentence(facts(same))).toBe("Rule of 40 is 33.2% (PASS); as in Feb 2026.");
    expect(efficiencySentence(facts({ value: null }))).toContain("has no figure");
    expect(efficiencySentence(facts({ before: null }))).toContain("no earlier close to compare it with");
  });

  test("is summed up by how many pass and which way they went", () => {
    expect(efficiencySummary(smallPack().content.efficiency)).toBe(
      "Of the four efficiency figures 3 pass; against Feb 2026, Rule of 40, Net revenue retention and Gross margin are better and CAC payback is worse.",
    );
  });
});

describe("periods and figures", () => {
  test("a quarter has its three months and days, a month its own, and nothing else is a period", () => {
    expect(packPeriod("2026-Q1")).toEqual({
      key: "2026-Q1",
      kind: "quarter",
      months: ["2026-01", "2026-02", "2026-03"],
      start: "2026-01-01",
      end: "2026-03-31",
    });
    expect(packPeriod("2024-02")).toMatchObject({
      start: "2024-02-01",
      end: "2024-02-29",
      months: ["2024-02"],
    });
    for (const text of ["2026-Q5", "2026-13", "2026", "Q1", "2026-1", ""])
      expect(packPeriod(text)).toBeNull();
    expect([periodName("2026-Q4"), periodName("2026-03")]).toEqual(["Q4 2026", "Mar 2026"]);
  });

  test("amounts are written as on the screens, in whole dollars", () => {
    expect([money(-41_282.4), money(0), money(-0.2), money(1_234_567)]).toEqual([
      "−$41,282",
      "$0",
      "$0",
      "$1,234,567",
    ]);
    expect([
      moneyCompact(-41_282),
      moneyCompact(999_960),
      moneyCompact(1_250_000),
      moneyCompact(950),
    ]).toEqual(["−$41.3K", "$1M", "$1.3M", "$950"]);
    // Steps of an axis of less than ten dollars.
    expect([moneyCompact(-0.5), moneyCompact(1), moneyCompact(1.5)]).toEqual(["−$0.50", "$1", "$1.50"]);
  });
});

describe("hashes", () => {
  test("do not depend on the order in which a database gives fields back, and change with every word", () => {
    const { content, memo } = smallPack();
    const turned = Object.fromEntries(Object.entries(content).reverse()) as PackContent;
    expect(contentHash(packContentSchema.parse(turned))).toBe(contentHash(content));
    const document = { content, memo, release: null };
    const [first, ...rest] = memo;
    if (!first) throw new Error("the memo has sentences");
    const edited = [{ ...first, text: "Other words." }, ...rest];
    expect(dataHash({ ...document, memo: edited })).not.toBe(dataHash(document));
    expect(contentHash({ ...content, company: "Other" })).not.toBe(contentHash(content));
  });

  test("frozen data with a field that nobody knows are refused", () => {
    expect(packContentSchema.safeParse({ ...smallPack().content, extra: 1 }).success).toBe(false);
  });
});
