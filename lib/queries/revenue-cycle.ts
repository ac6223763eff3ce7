import * as z from "zod";
import type { Cadence, Mode } from "../../kernel/enforcement";
import { type Gap, gapsOf } from "../../kernel/revenue/constraint";
import {
  type Action,
  type KernelOutput,
  kernelInputSchema,
  kernelOutputSchema,
} from "../../kernel/revenue/contract";
import { Figures } from "../../kernel/revenue/figures";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import type { ActionStatus } from "./action-status";
import { type CycleDifference, cycleDifference, type PastResult } from "./cycle-difference";
import type { RequestStatus } from "./requests";
import type { CycleTriggerType } from "./revenue-cycles";

/** What the cycle asked for, with what has become of it. */
export type CycleAction = Action & {
  id: string;
  status: ActionStatus;
  request: { reference: string; status: RequestStatus } | null;
};

export type RevenueCycleScreen = {
  id: string;
  executedAt: Date;
  trigger: { type: CycleTriggerType; source: string };
  mode: Mode;
  proposer: "catalogue" | "model";
  proposerNote: string | null;
  policyVersion: string;
  policyHash: string;
  evaluationCycle: { cadence: Cadence; cycleKey: string } | null;
  /** Its entry in the decision log. */
  logSeq: number | null;
  window: { start: string; end: string };
  gaps: Gap[];
  output: KernelOutput;
  actions: CycleAction[];
  previous: { id: string; executedAt: Date } | null;
  next: { id: string; executedAt: Date } | null;
  /** Against the cycle before; null for a company's first. */
  difference: CycleDifference | null;
};

type Row = Pick<
  RevenueCycleScreen,
  "id" | "executedAt" | "mode" | "proposer" | "proposerNote" | "policyVersion" | "policyHash" | "logSeq"
> & {
  triggerType: CycleTriggerType;
  triggerSource: string;
  cadence: Cadence | null;
  cycleKey: string | null;
  output: unknown;
  input: unknown;
};

/** Of what a cycle read, the parts that its page tells of; the series of every metric are not fetched. */
const inputParts = z.object({
  analysis_window: kernelInputSchema.shape.analysis_window,
  targets: kernelInputSchema.shape.targets,
  cfo_guardrails: kernelInputSchema.shape.cfo_guardrails,
  metrics: kernelInputSchema.shape.metrics,
  recent_action_results: kernelInputSchema.shape.recent_action_results,
});

/** One cycle as it stood, or null where the company has none under this id. */
export function loadRevenueCycle(
  viewer: { tenantId: string; userId: string },
  id: string,
): Promise<RevenueCycleScreen | null> {
  const { tenantId } = viewer;
  return inTenant(viewer, async (tx) => {
    const row = await cycleRow(tx, tenantId, id);
    if (!row) return null;
    const output = kernelOutputSchema.parse(row.output);
    const input = inputParts.parse(row.input);
    const { previous, next } = await neighbours(tx, tenantId, row);
    return {
      id: row.id,
      executedAt: row.executedAt,
      trigger: { type: row.triggerType, source: row.triggerSource },
      mode: row.mode,
      proposer: row.proposer,
      proposerNote: row.proposerNote,
      policyVersion: row.policyVersion,
      policyHash: row.policyHash,
      evaluationCycle: row.cadence && row.cycleKey ? { cadence: row.cadence, cycleKey: row.cycleKey } : null,
      logSeq: row.logSeq,
      window: { start: input.analysis_window.start_date, end: input.analysis_window.end_date },
      gaps: gapsOf(input, new Figures(input.metrics)).sort((one, other) => other.weighted - one.weighted),
      output,
      actions: await actionsOf(tx, tenantId, id, output),
      previous,
      next,
      difference: previous
        ? await differenceOf(tx, tenantId, previous.id, { output, results: input.recent_action_results })
        : null,
    };
  });
}

/** What a cycle read is unpacked once, and of its series only those are taken that targets are set for. */
async function cycleRow(tx: Transaction, tenantId: string, id: string): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    select c.id, c.executed_at as "executedAt", c.trigger_type as "triggerType",
      c.trigger_source as "triggerSource", c.mode, c.proposer, c.proposer_note as "proposerNote",
      c.policy_version as "policyVersion", c.policy_hash as "policyHash", e.cadence, e.cycle_key as "cycleKey",
      c.output, jsonb_build_object('analysis_window', i.analysis_window, 'targets', i.targets,
        'cfo_guardrails', i.cfo_guardrails, 'recent_action_results', i.recent_action_results,
        'metrics', (select coalesce(jsonb_agg(m), '[]') from jsonb_array_elements(i.metrics) as m
          where m ->> 'dimension' = '' and m ->> 'metric_id' = any(array['pipeline_total', 'bookings_new',
            'arr_total', 'cac_blended', 'payback_months', 'gross_margin_pct']))) as input,
      (select l.seq::int from decision_log_entries l, lateral (select l.content::jsonb as body) as parsed
        where l.tenant_id = c.tenant_id and l.kind = 'optimization_cycle' and l.occurred_at = c.executed_at
          and body ->> 'optimization_cycle_id' = c.id::text limit 1) as "logSeq"
    from optimization_cycles c
    cross join lateral jsonb_to_record(c.input) as i (analysis_window jsonb, targets jsonb,
      cfo_guardrails jsonb, recent_action_results jsonb, metrics jsonb)
    left join evaluation_cycles e on e.tenant_id = c.tenant_id and e.id = c.evaluation_cycle_id
    where c.tenant_id = ${tenantId}::uuid and c.id = ${id}::uuid`;
  return row;
}

async function neighbours(tx: Transaction, tenantId: string, { id, executedAt }: Row) {
  const rows = await tx.$queryRaw<{ id: string; executedAt: Date; isBefore: boolean }[]>`
    (select id, executed_at as "executedAt", true as "isBefore" from optimization_cycles
      where tenant_id = ${tenantId}::uuid and (executed_at, id) < (${executedAt}::timestamptz, ${id}::uuid)
      order by executed_at desc, id desc limit 1)
    union all
    (select id, executed_at, false from optimization_cycles
      where tenant_id = ${tenantId}::uuid and (executed_at, id) > (${executedAt}::timestamptz, ${id}::uuid)
      order by executed_at, id limit 1)`;
  const find = (isBefore: boolean) => {
    const found = rows.find((row) => row.isBefore === isBefore);
    return found ? { id: found.id, executedAt: found.executedAt } : null;
  };
  return { previous: find(true), next: find(false) };
}

type Standing = {
  id: string;
  actionKey: string;
  status: ActionStatus;
  reference: string | null;
  requestStatus: RequestStatus | null;
};

function standingOf(tx: Transaction, tenantId: string, cycleId: string): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    select a.id, a.action_key as "actionKey", a.status, r.reference, r.status as "requestStatus"
    from optimization_actions a
    left join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
    where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid`;
}

async function actionsOf(
  tx: Transaction,
  tenantId: string,
  cycleId: string,
  { actions }: KernelOutput,
): Promise<CycleAction[]> {
  const standing = new Map((await standingOf(tx, tenantId, cycleId)).map((row) => [row.actionKey, row]));
  return actions
    .flatMap((action) => {
      const row = standing.get(action.action_id);
      if (!row) return [];
      const { reference, requestStatus } = row;
      const request = reference && requestStatus ? { reference, status: requestStatus } : null;
      return [{ ...action, id: row.id, status: row.status, request }];
    })
    .sort((one, other) => one.priority - other.priority);
}

async function differenceOf(
  tx: Transaction,
  tenantId: string,
  previousId: string,
  { output, results }: { output: KernelOutput; results: readonly PastResult[] },
): Promise<CycleDifference> {
  const [row] = await tx.$queryRaw<{ output: unknown; results: unknown }[]>`
    select output, input -> 'recent_action_results' as results from optimization_cycles
    where tenant_id = ${tenantId}::uuid and id = ${previousId}::uuid`;
  const before = kernelOutputSchema.parse(row?.output);
  const standing = await standingOf(tx, tenantId, previousId);
  return cycleDifference(
    { ...before, results: inputParts.shape.recent_action_results.parse(row?.results) },
    { ...output, results },
    new Map(standing.map(({ actionKey, status }) => [actionKey, status])),
  );
}
