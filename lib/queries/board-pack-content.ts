import { KERNEL_VERSION } from "../../kernel/enforcement";
import { type PackContent, packContentSchema, type RoiCase } from "../board-pack/content";
import { type PackPeriod, periodName } from "../board-pack/period";
import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { packBudget } from "./board-pack-budget";
import { casesDue, packDecisions, packExceptions } from "./board-pack-exceptions";
import { packCloses, packEfficiency, packTriggers } from "./board-pack-triggers";
import { addDays, startOfDay } from "./cycle-calendar";
import { loadSituation } from "./situation";
import { forecastSetting, trajectoryOf } from "./trajectory";

type Order = {
  period: PackPeriod;
  at: Date;
  edition: number;
  corrects: PackContent["corrects"];
  /** What became of every ROI case up to now. */
  outcomes: readonly RoiCase[];
};

/**
 * The data of a pack at this moment. Triggers, path and efficiency are those of the period's last close; decisions are
 * those of its days; escalations, open requests and gates are those of now.
 */
export async function packContent(
  tx: Transaction,
  actor: Actor,
  { period, at, edition, corrects, outcomes }: Order,
): Promise<PackContent> {
  const { tenantId } = actor;
  const closes = await packCloses(tx, tenantId, period);
  const last = closes.closes.at(-1);
  if (!last) {
    return abort(
      "INSUFFICIENT_DATA",
      `${periodName(period.key)} has no close yet. A pack is made of closed months: close one first, under Cycles and inputs.`,
    );
  }
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
  const present = await loadSituation(tx, tenantId);
  const { policy } = present;
  const head = await tx.decisionLogHead.findUniqueOrThrow({ where: { tenantId } });
  const triggers = packTriggers(policy.compiled, closes);
  const trajectory = await trajectoryOf(tx, tenantId, {
    policy: policy.compiled,
    setting: await forecastSetting(tx, tenantId),
    lastMonth: last.cycleKey,
  });
  const content: PackContent = {
    format: 1,
    company: tenant.name,
    period: { key: period.key, kind: period.kind, start: period.start, end: period.end },
    edition,
    corrects,
    asOf: at.toISOString(),
    madeBy: { name: actor.name, role: actor.role },
    policy: { version: policy.version, hash: policy.hash },
    kernelVersion: KERNEL_VERSION,
    log: { seq: Number(head.seq), hash: head.hash },
    closes: closes.closes,
    missingCloses: closes.missingCloses,
    mode: await packMode(tx, tenantId, period, closes.trend.at(-1)?.mode ?? "DEFENSIVE"),
    triggers,
    trajectory,
    efficiency: await packEfficiency(tx, tenantId, { policy: policy.compiled, triggers, closes }),
    ...(await packExceptions(tx, tenantId, period, outcomes)),
    ...casesDue(period, outcomes),
    decisions: await packDecisions(tx, tenantId, period),
    escalations: await packEscalations(tx, tenantId, period),
    budget: await packBudget(tx, tenantId, { period, present, planStart: trajectory.planStart }),
  };
  // Once through the schema here, so that whatever is frozen can be read back.
  return packContentSchema.parse(content);
}

type Stretch = { mode: "NORMAL" | "DEFENSIVE"; startedAt: Date; endedAt: Date | null; cause: string };

async function packMode(
  tx: Transaction,
  tenantId: string,
  { start, end }: PackPeriod,
  atClose: "NORMAL" | "DEFENSIVE",
): Promise<PackContent["mode"]> {
  const stretches = await tx.$queryRaw<Stretch[]>`
    select mode, started_at as "startedAt", ended_at as "endedAt", cause from mode_periods
    where tenant_id = ${tenantId}::uuid
      and (ended_at is null or started_at < ${startOfDay(addDays(end, 1))} and ended_at >= ${startOfDay(start)})
    order by started_at`;
  const now = stretches.find(({ endedAt }) => endedAt === null);
  const inPeriod = stretches.filter(({ startedAt }) => startedAt < startOfDay(addDays(end, 1)));
  return {
    atClose,
    now: now?.mode ?? null,
    since: now?.startedAt.toISOString() ?? null,
    cause: now?.cause ?? null,
    stretches: inPeriod.map(({ startedAt, endedAt, ...stretch }) => ({
      ...stretch,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
  };
}

type EscalationRow = Omit<PackContent["escalations"][number], "raisedAt" | "resolvedAt"> & {
  raisedAt: Date;
  resolvedAt: Date | null;
};

/** Those that were open at any moment of the period or since. */
async function packEscalations(
  tx: Transaction,
  tenantId: string,
  { start }: PackPeriod,
): Promise<PackContent["escalations"]> {
  const rows = await tx.$queryRaw<EscalationRow[]>`
    select e.rule, e.action, e.trigger_ids as triggers, e.raised_at as "raisedAt", c.cycle_key as "raisedBy", e.status,
      e.plan, e.plan_due_on::text as "planDueOn", u.name as "acknowledgedBy", e.resolution,
      e.resolved_at as "resolvedAt"
    from escalations e
    join evaluation_cycles c on c.tenant_id = e.tenant_id and c.id = e.raised_by_cycle
    left join users u on u.id = e.acknowledged_by
    where e.tenant_id = ${tenantId}::uuid and (e.resolved_at is null or e.resolved_at >= ${startOfDay(start)})
    order by e.raised_at, e.rule`;
  return rows.map(({ raisedAt, resolvedAt, ...row }) => ({
    ...row,
    raisedAt: raisedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}
