import * as z from "zod";
import {
  KERNEL_VERSION,
  type Mode,
  parseRunDocument,
  type ReasonCode,
  type RunDocument,
  run,
  type TriggerState,
  triggerShortId,
} from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ActivePolicy, loadActivePolicy } from "../policy/active-policy";
import { type ClosedCycle, closedCycles, historyOf } from "../queries/cycle-history";
import { actingMember } from "./acting-member";

export const leaveDefensiveModeInput = z.strictObject({
  reason: z.string().trim().min(1, "Say why you think that the company may leave.").max(2000),
});

export type LeaveAnswer = {
  /** CFO-29 or CFO-28; empty only where the cycles on record no longer hold the company in the mode. */
  codes: ReasonCode[];
  mode: Mode;
  consecutivePassCycles: number;
  cycleKey: string;
  /** The critical triggers that do not pass now, by short id. */
  notPassing: { trigger: string; state: TriggerState }[];
  logSeq: number;
};

/**
 * Puts the wish to leave DEFENSIVE mode to the kernel, as an assertion that the company is in NORMAL mode,
 * on the newest closed cycle. The mode itself only ever follows cycles (RUNTIME-A7-2); what this leaves
 * behind is the attempt and its answer, in the log.
 */
export function leaveDefensiveMode(
  actor: Actor,
  input: z.infer<typeof leaveDefensiveModeInput>,
  at: Date,
): Promise<Result<LeaveAnswer>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "defensive.update");
      const policy = await loadActivePolicy(tx, actor.tenantId);
      const cycles = await closedCycles(tx, actor.tenantId);
      const newest = cycles.at(-1);
      if (!newest) return abort("NO_CLOSED_CYCLE");
      if (newest.mode !== "DEFENSIVE") return abort("CONFLICT", "The company is not in DEFENSIVE mode.");
      const document = await assertNormal(tx, actor.tenantId, policy, newest, cycles.slice(0, -1));
      const answer = answerOf(policy, newest, document);
      const [position] = await append([
        {
          kind: "mode_change",
          occurredAt: at,
          title: `Attempt to leave DEFENSIVE mode ${answer.codes.length > 0 ? "refused" : "noted"}`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          reasonCodes: answer.codes,
          facts: {
            asserted_mode: "NORMAL",
            mode: answer.mode,
            cycle_id: newest.cycleKey,
            cadence: newest.cadence,
            consecutive_pass_cycles: answer.consecutivePassCycles,
            trigger_states: newest.states,
            rationale: input.reason,
          },
        },
      ]);
      return { ...answer, logSeq: Number(position?.seq) };
    }),
  );
}

/** The newest cycle's own document, with the claim added and without requests. */
async function assertNormal(
  tx: Transaction,
  tenantId: string,
  policy: ActivePolicy,
  newest: ClosedCycle,
  earlier: readonly ClosedCycle[],
): Promise<RunDocument> {
  const row = await tx.evaluationCycle.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: newest.id } },
    select: { document: true },
  });
  const stored = z.record(z.string(), z.unknown()).parse(row.document);
  const parsed = parseRunDocument({
    ...stored,
    artifacts: policy.artifacts,
    history: historyOf(earlier),
    asserted: { mode: "NORMAL" },
    requests: [],
  });
  if (!parsed.ok)
    throw new Error(`the document of cycle ${newest.cycleKey} is no run: ${parsed.issues[0]?.path}`);
  return parsed.document;
}

function answerOf(policy: ActivePolicy, newest: ClosedCycle, document: RunDocument) {
  const report = run(document, policy.compiled, { logWillTake: true });
  const states = new Map(Object.entries(newest.states).map(([id, state]) => [triggerShortId(id), state]));
  return {
    codes: report.final_outcome.reason_codes.filter((code) => code === "CFO-28" || code === "CFO-29"),
    mode: report.mode.after,
    consecutivePassCycles: report.mode.consecutive_pass_cycles,
    cycleKey: newest.cycleKey,
    notPassing: policy.compiled.criticalTriggers
      .map((trigger) => ({ trigger, state: states.get(trigger) ?? ("UNKNOWN" as const) }))
      .filter(({ state }) => state !== "PASS"),
  };
}
