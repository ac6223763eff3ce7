import {
  type Cadence,
  type DecisionDifference,
  type RecordedCycle,
  type RestatedMoney,
  type Restatement,
  restatement,
} from "../../kernel/enforcement";
import { can } from "../auth/permissions";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { KEEPS_OPEN } from "./cycle-run";
import {
  type AskedFor,
  loadRecordedCycles,
  loadRecordedDecisions,
  policiesOfThen,
} from "./policy-backtest-record";
import { type RestatedCycleLine, restatedCycleLines } from "./restated-cycles";
import { type RestatedFigure, restatedFigures } from "./restated-figures";
import { restatedInputs } from "./restated-inputs";
import type { Person } from "./waiting";

export type RestatedDecision = DecisionDifference & {
  /** Null for what came from outside without words of its own. */
  asked: AskedFor | null;
  logSeq: number;
  cycle: { cadence: Cadence; cycleKey: string } | null;
};

export type Restatements = {
  figures: RestatedFigure[];
  /** How many there are in all, where only the newest are listed. */
  figuresInAll: number;
  cycles: RestatedCycleLine[];
  cyclesInAll: number;
  /** Those of them of which a state, the mode or an escalation is another. */
  cyclesDiffering: number;
  /** The newest first. */
  decisions: RestatedDecision[];
  money: RestatedMoney;
  /** How many of the approved requests among them the Revenue OS has carried out, which its actions know. */
  carriedOut: number;
  notReplayed: { reference: string; logSeq: number; fact: Restatement["notReplayed"][number]["fact"] }[];
  /** How many decisions there are, where only the newest were made again. */
  decisionsInAll: number | null;
};

/** More decisions than this are not made again at once; the newest are. */
const MOST_DECISIONS = 5_000;
const MOST_EVALUATIONS = 2_000;
export const MOST_CYCLES = 60;

const NOTHING = { requests: 0, approved: 0, usd: 0, usdPerMonth: 0, heads: 0 };
const NO_MONEY: RestatedMoney = { approved: NOTHING, otherSigners: NOTHING, blocked: NOTHING };

/**
 * Every figure that closed cycles rested on and that is another today, the cycles and decisions that would differ, and the
 * money under them (docs/specs/restatement.md). Nothing is written: what was decided stands.
 */
export function loadRestatements(person: Person, at: Date): Promise<Result<Restatements>> {
  return settle(async () => {
    const read = await inTenant(person, (tx) => {
      if (!can(person.role as Parameters<typeof can>[0], "company.read")) return abort("FORBIDDEN");
      return readHistory(tx, person.tenantId, at);
    });
    const { cycles, evaluations, decisions, policies } = read;
    // After the transaction: no connection is held while the history is replayed.
    const found = decisions
      ? restatement(
          { policies, documents: new Map(evaluations.map(({ cycle, document }) => [cycle.id, document])) },
          { cycles, decisions: decisions.rows, keepsOpen: KEEPS_OPEN },
        )
      : null;
    const lines = restatedCycleLines({ ...read, restated: found?.cycles ?? [] });
    return {
      figures: read.figures.shown,
      figuresInAll: read.figures.inAll,
      cycles: lines.slice(0, MOST_CYCLES),
      cyclesInAll: lines.length,
      cyclesDiffering: lines.filter(({ difference }) => difference !== null).length,
      decisions: found && decisions ? decisionLines(found, decisions, cycles) : [],
      money: found?.money ?? NO_MONEY,
      carriedOut: (found?.decisions ?? []).filter(
        ({ approved, isNewest, kind, reference }) =>
          approved && isNewest && kind !== "reasons" && read.carriedOut.has(reference),
      ).length,
      notReplayed: (found?.notReplayed ?? []).map(({ decision: { reference, seq }, fact }) => ({
        reference,
        logSeq: seq,
        fact,
      })),
      decisionsInAll: decisions && decisions.inAll > decisions.rows.length ? decisions.inAll : null,
    };
  });
}

async function readHistory(tx: Transaction, tenantId: string, at: Date) {
  const cycles = await loadRecordedCycles(tx, tenantId, MOST_EVALUATIONS + 1);
  if (cycles.length > MOST_EVALUATIONS)
    return abort("TOO_LARGE", `More than ${MOST_EVALUATIONS} evaluations cannot be looked at at once.`);
  const evaluations = await restatedInputs(tx, tenantId, cycles, at);
  const figures = await restatedFigures(tx, tenantId, { cycles, evaluations, at });
  // Nothing is another today, so nothing would differ, and no decision has to be read.
  const decisions =
    evaluations.length > 0 ? await loadRecordedDecisions(tx, tenantId, cycles, MOST_DECISIONS) : null;
  const hashes = new Set([...cycles, ...(decisions?.rows ?? [])].map(({ policyHash }) => policyHash));
  const policies = await policiesOfThen(tx, tenantId, decisions ? hashes : new Set());
  const unknown = decisions && cycles.find(({ policyHash }) => !policies.has(policyHash));
  if (unknown) return abort("POLICY_UNTRUSTED", `Policy ${unknown.policyVersion} does not match its hash.`);
  const certified = await tx.evaluationCycle.findMany({
    where: { tenantId, certifiedFinal: true },
    select: { id: true },
  });
  return {
    cycles,
    evaluations,
    figures,
    decisions,
    policies,
    certified: new Set(certified.map(({ id }) => id)),
    carriedOut: decisions ? await requestsCarriedOut(tx, tenantId) : new Set<string>(),
  };
}

/** The references of the requests whose action the Revenue OS has started and not taken back. */
async function requestsCarriedOut(tx: Transaction, tenantId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ reference: string }[]>`
    select r.reference from optimization_actions a
    join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
    where a.tenant_id = ${tenantId}::uuid and a.status in ('executing', 'completed')`;
  return new Set(rows.map(({ reference }) => reference));
}

function decisionLines(
  { decisions }: Restatement,
  {
    rows,
    asked,
  }: {
    rows: readonly { id: string; seq: number; cycleId: string | null }[];
    asked: Record<string, AskedFor>;
  },
  cycles: readonly RecordedCycle[],
): RestatedDecision[] {
  const recorded = new Map(rows.map((row) => [row.id, row]));
  const byId = new Map(cycles.map(({ id, cadence, cycleKey }) => [id, { cadence, cycleKey }]));
  return decisions.toReversed().map((decision) => {
    const row = recorded.get(decision.id);
    return {
      ...decision,
      asked: asked[decision.reference] ?? null,
      logSeq: row?.seq ?? 0,
      cycle: byId.get(row?.cycleId ?? "") ?? null,
    };
  });
}
