import { describe, expect, it } from "vitest";
import { pick, type Random, randomFrom } from "../corpus/random";
import { type CompiledPolicy, compile } from "../index";
import { follow, type Order, randomOrders } from "../testing/random-history";
import { type CycleOrder, RecordedCompany } from "../testing/recorded-history";
import { referenceArtifacts } from "../testing/reference-policy";
import type { RecordedDocument } from "./backtest-history";
import { type Restatement, restatement } from "./restatement";

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const STEPS = 60;
const reference = compile(referenceArtifacts);

function longerRunway(): CompiledPolicy {
  const artifacts = structuredClone(referenceArtifacts);
  const runway = artifacts.trigger_spec.trigger_spec.triggers[3];
  if (runway)
    runway.threshold = { pass: ">= 20 months", watch: ">= 15 and < 20 months", fail: "< 15 months" };
  return compile(artifacts);
}

/** Half a year under one policy, the rest under another: each evaluation keeps the policy that it had. */
function past(orders: readonly Order[]): RecordedCompany {
  const company = follow(new RecordedCompany(reference), orders.slice(0, STEPS / 2));
  company.sign(longerRunway(), "2.0.0");
  return follow(company, orders.slice(STEPS / 2));
}
const policies = new Map([
  ["1.0.0", reference],
  ["2.0.0", longerRunway()],
]);

function restated(company: RecordedCompany, documents: ReadonlyMap<string, RecordedDocument>): Restatement {
  return restatement({ policies, documents }, company.history());
}

type Inputs = NonNullable<CycleOrder["given"]["inputs"]>;

/** A few cycles of the year whose figures are others today, in each of their evaluations. */
function corrected(orders: readonly Order[], random: Random, change: (inputs: Inputs) => Inputs) {
  const cycles = orders.filter((order) => order.kind === "cycle");
  const keys = new Set([0, 1, 2, 3].map(() => pick(random, cycles).cycleKey));
  const known = orders.map((order) => {
    if (order.kind !== "cycle" || !keys.has(order.cycleKey)) return order;
    return { ...order, given: { ...order.given, inputs: change(order.given.inputs ?? {}) } };
  });
  const was = past(orders);
  const documents = was.cycles
    .filter(({ cycleKey }) => keys.has(cycleKey))
    .map(({ id, document }) => [id, { ...document, inputs: change(document.inputs ?? {}) }] as const);
  return { was, documents: new Map(documents), would: past(known) };
}

const broke = (inputs: Inputs): Inputs => ({ ...inputs, CashBalance: 200_000 });

describe("A company's past on the figures known now", () => {
  it("differs nowhere while no figure is another", () => {
    for (const seed of SEEDS) {
      const found = restated(past(randomOrders(randomFrom(seed), STEPS)), new Map());
      expect([seed, found.cycles, found.decisions, found.notReplayed]).toEqual([seed, [], [], []]);
      expect(found.money).toMatchObject({ approved: { requests: 0 }, blocked: { requests: 0 } });
    }
  });

  it("names the cycle, and no decision, where a figure is another and no threshold sees it", () => {
    let seen = 0;
    for (const seed of SEEDS) {
      const { was, documents } = corrected(
        randomOrders(randomFrom(seed), STEPS, { unknowns: false }),
        randomFrom(seed),
        (inputs) => ({ ...inputs, CashBalance: Number(inputs.CashBalance) + 0.01 }),
      );
      const { cycles, decisions } = restated(was, documents);
      expect([seed, decisions]).toEqual([seed, []]);
      expect(cycles.map(({ recorded }) => recorded.id).sort()).toEqual(
        was.cycles.flatMap(({ id, status }) => (status === "CLOSED" && documents.has(id) ? [id] : [])).sort(),
      );
      expect(cycles.every(({ difference }) => difference === null)).toBe(true);
      seen += cycles.length;
    }
    expect(seen).toBeGreaterThan(5);
  });

  it("says of every decision what it would have been, had the figure been known from the start", () => {
    let differing = 0;
    for (const seed of SEEDS) {
      const orders = randomOrders(randomFrom(seed), STEPS, { unknowns: false });
      const { was, documents, would } = corrected(orders, randomFrom(seed), broke);
      const { decisions } = restated(was, documents);
      const other = would.decisions.flatMap((after, at) => {
        const [one, two] = [was.decisions[at], after].map((each) => each && shown(each));
        return JSON.stringify(one) === JSON.stringify(two) ? [] : [[after.id, two]];
      });
      expect([seed, decisions.map(({ id, after }) => [id, after])]).toEqual([seed, other]);
      differing += decisions.length;
    }
    expect(differing).toBeGreaterThan(5);
  });

  it("names decisions of cycles that differ, and of no other cycle", () => {
    for (const seed of SEEDS) {
      const orders = randomOrders(randomFrom(seed), STEPS, { unknowns: false });
      const { was, documents } = corrected(orders, randomFrom(seed + 100), broke);
      const { cycles, decisions } = restated(was, documents);
      const differing = new Set(
        cycles.flatMap(({ recorded, difference }) => (difference ? [recorded.id] : [])),
      );
      const rested = new Map(was.decisions.map(({ id, cycleId }) => [id, cycleId]));
      expect(decisions.filter(({ id }) => !differing.has(rested.get(id) ?? ""))).toEqual([]);
    }
  });

  it("counts a request once, by its newest decision, and nothing that a person ended", () => {
    let counted = 0;
    for (const seed of SEEDS) {
      const orders = randomOrders(randomFrom(seed), STEPS, { unknowns: false });
      const { was, documents } = corrected(orders, randomFrom(seed), broke);
      const { money, decisions } = restated(was, documents);
      const newest = decisions.filter(({ isNewest, endedByPerson }) => isNewest && !endedByPerson);
      const approved = newest.filter(({ kind, approved: final }) => kind === "blocked" && final);
      expect(money.approved.requests).toBe(approved.length);
      expect(money.approved.usd).toBe(approved.reduce((sum, { amount }) => sum + amount.usd, 0));
      expect(new Set(newest.map(({ reference }) => reference)).size).toBe(newest.length);
      counted += newest.length;
    }
    expect(counted).toBeGreaterThan(3);
  });
});

function shown({ answer, signable }: RecordedCompany["decisions"][number]) {
  const standing = answer.decision === "ALLOWED" ? "ALLOWED" : signable ? "SIGNABLE" : "BLOCKED";
  const { reason_codes: codes, blocked_by: blockedBy, missing } = answer;
  return { standing, codes, blockedBy, missing };
}
