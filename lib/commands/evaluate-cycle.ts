import canonicalize from "canonicalize";
import { KERNEL_VERSION, type Mode, type ReasonCode, type TriggerState } from "../../kernel/enforcement";
import { type Actor, governedWrite, hashContent, type LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { trustedPolicy } from "../policy/active-policy";
import { certificationCodes, codeWithRemedy, refusesWhole } from "../queries/certification";
import { isoDate } from "../queries/cycle-calendar";
import { type ClosedCycle, historyOf } from "../queries/cycle-history";
import { type CycleOrder, type CycleRun, runCycle, runOn } from "../queries/cycle-run";
import { actingMember } from "./acting-member";
import { activatePolicy } from "./activate-policy";
import { oneCycleAtATime, refuseCertified } from "./certified-close";
import { refuseEarlierDelivery } from "./delivered-day";
import { followMode } from "./follow-mode";
import { raiseEscalations } from "./raise-escalations";
import { type CycleRecord, copyInputs, type StoredCycle, storeCycle, storeInputs } from "./store-cycle";

export type EvaluatedCycle = {
  cycleId: string;
  cycleKey: string;
  version: number;
  status: "OPEN" | "CLOSED";
  mode: Mode;
  states: Record<string, TriggerState>;
  reasonCodes: readonly ReasonCode[];
  /** Later cycles that were run again because this one now says something else. */
  rerun: string[];
};

/**
 * Evaluates a cycle on the spine and the active overrides, and lets mode, mandated actions and escalations
 * follow, in one transaction. A run with CFO-12, 16, 17 or 31 is kept as OPEN and moves nothing. A policy that both
 * have signed comes into force with the first new cycle that closes under it.
 *
 * A close that is certified as final is refused until the CFO has reopened it; with any other, a
 * cycle that has closed before gets a further version in its old place in the sequence. If its states have
 * changed, every later closed cycle is run again, in order, on the inputs and under the policy it was run on then and the corrected
 * history: carried states, the mode and escalations all depend on what came before, and the kernel replays
 * them. What has already governed is not rewritten: past stretches of a mode and past decisions stand, and the
 * mode on record follows the newest cycle from now on.
 */
export function evaluateCycle(actor: Actor, order: CycleOrder, at: Date): Promise<Result<EvaluatedCycle>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "cycle.evaluate");
      const { userId } = member;
      // Two evaluations at once would both take the same history for granted.
      await oneCycleAtATime(tx, tenantId);
      await refuseCertified(tx, { tenantId, cadence: order.cadence, cycleKey: order.cycleKey });
      const run = await runCycle(tx, tenantId, order, at);
      refuseRejected(run);
      if (order.certifyFinal) {
        await refuseEarlierDelivery(tx, run, order, member, at);
        refuseUncertifiable(run);
      }
      const entries: LogEntry[] = [];
      if (run.comesIntoForce && run.status === "CLOSED") {
        entries.push(await activatePolicy(tx, tenantId, run.policy, run.scope.cycleKey, at));
      }
      const first = await storeRun(tx, run, order, userId, at);
      entries.push(entryOf(first, at));
      const steps = run.status === "CLOSED" ? await laterSteps(tx, run, first, { userId, at }) : [];
      for (const { cycle } of steps) if (cycle !== first) entries.push(entryOf(cycle, at));
      const newest = steps.at(-1)?.cycle;
      // An old cycle that says what it said before, with later ones behind it, moves neither mode nor history.
      if (newest && (run.later.length === 0 || steps.length > 1)) {
        entries.push(...(await followMode(tx, newest.policy, newest, at)));
      }
      for (const { cycle, history } of steps) {
        entries.push(...(await raiseEscalations(tx, cycle.policy, cycle, history, at)));
      }
      await append(entries);
      return outcomeOf(
        run,
        first,
        steps.slice(1).map(({ cycle }) => cycle.record.cycleKey),
      );
    }),
  );
}

/** Artifact faults, a value that no threshold covers, a late close certified as final (CFO-32): nothing is stored. */
function refuseRejected({ report }: CycleRun): void {
  if (report.final_outcome.outcome !== "REJECTED") return;
  const codes = report.final_outcome.reason_codes;
  const words = codes.map(codeWithRemedy).join(" ");
  const fields = codes.includes("CFO-32") ? { certifyFinal: words } : undefined;
  abort("INVALID_INPUT", `The kernel rejects this run. ${words}`, fields);
}

/** What no decision may rest on is not final (RUNTIME-A9-3); without certifying it the cycle can still close. */
function refuseUncertifiable(run: CycleRun): void {
  const codes = certificationCodes(run);
  if (!refusesWhole(codes)) return;
  const words = codes.map(codeWithRemedy);
  const message = `The close cannot be certified as final. ${words.join(" ")} Until then it can be evaluated without being certified.`;
  abort("INVALID_INPUT", message, { certifyFinal: words.join(" ") });
}

async function storeRun(
  tx: Transaction,
  run: CycleRun,
  order: CycleOrder,
  userId: string,
  at: Date,
): Promise<StoredCycle> {
  const { scope } = run;
  const record: CycleRecord = {
    tenantId: scope.tenantId,
    cadence: scope.cadence,
    cycleKey: scope.cycleKey,
    version: run.version,
    periodStart: scope.period.start,
    periodEnd: scope.period.end,
    monthIndex: scope.monthIndex,
    // What stays open is nothing final, whatever was asked.
    certifiedFinal:
      scope.cadence === "monthly_close" && run.status === "CLOSED" && (order.certifyFinal ?? false),
    deliveredAt: order.deliveredAt ?? null,
  };
  const { policy, document, report, status } = run;
  const cycle = await storeCycle(tx, {
    record,
    policy,
    document,
    report,
    status,
    evaluatedBy: userId,
    reason: null,
    at,
  });
  await storeInputs(tx, scope.tenantId, cycle.id, run.inputs);
  return cycle;
}

/** A stored cycle with the history it was judged on. */
type Step = { cycle: StoredCycle; history: ReturnType<typeof historyOf> };

async function laterSteps(
  tx: Transaction,
  run: CycleRun,
  first: StoredCycle,
  { userId, at }: { userId: string; at: Date },
): Promise<Step[]> {
  const history = historyOf(run.earlier);
  const steps: Step[] = [{ cycle: first, history: [...history] }];
  if (run.later.length === 0 || !(await statesChanged(tx, run, first))) return steps;
  history.push(historyEntryOf(first));
  const reason = `Run again because ${run.scope.cycleKey} was corrected`;
  for (const later of run.later) {
    const cycle = await rerun(tx, later, { history, reason, userId, at });
    steps.push({ cycle, history: [...history] });
    history.push(historyEntryOf(cycle));
  }
  return steps;
}

const statesOf = ({ report }: StoredCycle): Record<string, TriggerState> =>
  Object.fromEntries(report.trigger_evaluation.map(({ trigger_id, state }) => [trigger_id, state]));

const historyEntryOf = (cycle: StoredCycle) => ({
  cycle_id: cycle.record.cycleKey,
  cadence: cycle.record.cadence,
  states: statesOf(cycle),
});

async function statesChanged(tx: Transaction, run: CycleRun, first: StoredCycle): Promise<boolean> {
  const { tenantId, cadence, cycleKey } = run.scope;
  const before = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence, cycleKey, status: "CLOSED", version: { lt: run.version } },
    orderBy: { version: "desc" },
    select: { triggers: { select: { triggerId: true, state: true } } },
  });
  const now = statesOf(first);
  return before?.triggers.some(({ triggerId, state }) => now[triggerId] !== state) ?? true;
}

async function rerun(
  tx: Transaction,
  later: ClosedCycle,
  { history, reason, userId, at }: { history: Step["history"]; reason: string; userId: string; at: Date },
): Promise<StoredCycle> {
  const row = await tx.evaluationCycle.findFirstOrThrow({
    where: { id: later.id },
    include: { policyBundle: true },
  });
  const policy = trustedPolicy(row.policyBundle);
  const newest = await tx.evaluationCycle.aggregate({
    where: { tenantId: row.tenantId, cadence: row.cadence, cycleKey: row.cycleKey },
    _max: { version: true },
  });
  const document = row.document as CycleRun["document"];
  const cycle = await storeCycle(tx, {
    record: {
      tenantId: row.tenantId,
      cadence: later.cadence,
      cycleKey: row.cycleKey,
      version: (newest._max.version ?? 0) + 1,
      periodStart: isoDate(row.periodStart),
      periodEnd: isoDate(row.periodEnd),
      monthIndex: row.monthIndex,
      certifiedFinal: row.certifiedFinal,
      deliveredAt: row.deliveredAt ? isoDate(row.deliveredAt) : null,
    },
    policy,
    document,
    report: runOn(policy, document, history),
    status: "CLOSED",
    evaluatedBy: userId,
    reason,
    at,
  });
  await copyInputs(tx, row.tenantId, later.id, cycle.id);
  return cycle;
}

function entryOf(cycle: StoredCycle, at: Date): LogEntry {
  const { record, policy, report, status } = cycle;
  const states = Object.values(statesOf(cycle));
  const counts = (["PASS", "WATCH", "FAIL", "UNKNOWN"] as const)
    .map((state) => ({ state, count: states.filter((each) => each === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  const what = record.cadence === "weekly" ? "Week" : "Close";
  const again = record.version > 1 ? ` again (version ${record.version})` : "";
  return {
    kind: "cycle_evaluated",
    occurredAt: at,
    title: `${what} ${record.cycleKey} evaluated${again}: ${counts.join(", ")}; ${status === "OPEN" ? "stays open" : report.mode.after}`,
    source: "application",
    policyVersion: policy.version,
    policyHash: policy.hash,
    kernelVersion: KERNEL_VERSION,
    reasonCodes: report.final_outcome.reason_codes,
    facts: {
      cadence: record.cadence,
      cycle_id: record.cycleKey,
      version: record.version,
      status,
      certified_final: record.certifiedFinal,
      delivered_at: record.deliveredAt,
      mode: report.mode,
      trigger_states: statesOf(cycle),
      escalations_emitted: report.escalations_emitted,
      // The report itself stands in the cycle's row; its hash here makes an altered row show.
      report_sha256: hashContent(canonicalize(report) ?? ""),
    },
  };
}

function outcomeOf(run: CycleRun, cycle: StoredCycle, rerunKeys: string[]): EvaluatedCycle {
  return {
    cycleId: cycle.id,
    cycleKey: cycle.record.cycleKey,
    version: cycle.record.version,
    status: cycle.status,
    mode: run.report.mode.after,
    states: statesOf(cycle),
    reasonCodes: run.report.final_outcome.reason_codes,
    rerun: rerunKeys,
  };
}
