import * as z from "zod";
import { type Backtest, backtest, compile } from "../../kernel/enforcement";
import { now } from "../clock";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { KEEPS_OPEN } from "./cycle-run";
import { loadRecordedCycles, loadRecordedDecisions, type RecordedDecisions } from "./policy-backtest-record";
import type { Person } from "./waiting";

export type PolicyBacktestView = {
  policy: { bundleId: string; version: string; hash: string; status: string };
  /** Null for a version with findings: nothing can be decided under it. */
  backtest: Backtest | null;
  /** The history that was replayed. */
  covers: { evaluations: number; decisions: number; from: string | null; until: string };
  /** How many decisions there are, where only the newest were replayed. */
  decisionsInAll: number | null;
  /** Titles of the company's own requests, by reference. */
  asked: RecordedDecisions["asked"];
};

/** More decisions than this are not replayed at once; the newest are. */
const MOST_DECISIONS = 5_000;
/** Thirty years of weeks and closes; every one of them bears on the mode, so none is left out. */
const MOST_EVALUATIONS = 2_000;

/** The company's history under a version of its policy, whatever the version's status. */
export function loadPolicyBacktest(
  person: Person,
  bundleId: string,
  at: Date = now(),
  most: number = MOST_DECISIONS,
): Promise<Result<PolicyBacktestView>> {
  return settle(async () => {
    const { bundle, cycles, decisions } = await inTenant(person, (tx) =>
      loadHistory(tx, person.tenantId, bundleId, most),
    );
    // After the transaction: no connection is held while the history is replayed.
    const until = at.toISOString();
    const from = [cycles[0]?.evaluatedAt, decisions.rows[0]?.decidedAt].filter((each) => each !== undefined);
    return {
      policy: {
        bundleId: bundle.id,
        version: bundle.version,
        hash: bundle.hash,
        status: bundle.status,
      },
      backtest: backtest(compile(bundle.artifacts as Artifacts), {
        policyHash: bundle.hash,
        cycles,
        decisions: decisions.rows,
        keepsOpen: KEEPS_OPEN,
        until,
      }),
      covers: {
        evaluations: cycles.length,
        decisions: decisions.rows.length,
        from: from.sort()[0] ?? null,
        until,
      },
      decisionsInAll: decisions.inAll > decisions.rows.length ? decisions.inAll : null,
      asked: decisions.asked,
    };
  });
}

async function loadHistory(tx: Transaction, tenantId: string, bundleId: string, most: number) {
  const bundle = z.guid().safeParse(bundleId).success
    ? await tx.policyBundle.findUnique({ where: { tenantId_id: { tenantId, id: bundleId } } })
    : null;
  if (!bundle) return abort("NOT_FOUND");
  if (policyHash(bundle.artifacts as Artifacts) !== bundle.hash)
    return abort("POLICY_UNTRUSTED", `Policy ${bundle.version} does not match its hash.`);
  const cycles = await loadRecordedCycles(tx, tenantId, MOST_EVALUATIONS + 1);
  if (cycles.length > MOST_EVALUATIONS)
    return abort("TOO_LARGE", `More than ${MOST_EVALUATIONS} evaluations cannot be replayed at once.`);
  const decisions = await loadRecordedDecisions(tx, tenantId, cycles, most);
  return { bundle, cycles, decisions };
}
