import type * as z from "zod";
import type { Mode } from "../../../kernel/enforcement";
import {
  type Action,
  guardrailsSchema,
  leverOf,
  type guardrailsSchema as Schema,
} from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";
import { isoDate } from "../../queries/cycle-calendar";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { type Refusal, refusalFor } from "./gate-again";

export type Guardrails = z.infer<typeof Schema>;

/** The company's guardrails as they stand now; null where none are set, or none that can be read. */
export async function loadGuardrails(tx: Transaction, tenantId: string): Promise<Guardrails | null> {
  const row = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: CONFIG_KEYS.revenueGuardrails } },
    select: { value: true },
  });
  const parsed = guardrailsSchema.safeParse(row?.value);
  return parsed.success ? parsed.data : null;
}

/** What the guardrails of this moment say against an action, as sentences: they may be tighter than its cycle knew. */
export function guardrailFaults(action: Action, guardrails: Guardrails): string[] {
  const lever = leverOf(action);
  const names = [action.action_id, lever, `${lever}:${action.type}`];
  const blocked = names.find((name) => guardrails.blocked_actions.includes(name));
  const exposure = action.guardrails.max_exposure_percent;
  const most = guardrails.max_experiment_exposure_pct;
  return [
    ...(guardrails.allowed_levers.includes(lever) ? [] : [`The guardrails do not allow the lever ${lever}.`]),
    ...(blocked ? [`The guardrails block ${blocked}.`] : []),
    ...(action.type === "experiment" && exposure > most
      ? [`The experiment reaches ${exposure}%, and the guardrails allow ${most}%.`]
      : []),
  ];
}

/** One at a time per company, so that two raises cannot both find room under one ceiling. */
export async function holdDailySpend(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`daily-spend:${tenantId}`}, 0))::text`;
}

/** What running campaigns may spend in a day, USD: of a campaign's own budget and its channels' the larger. */
export async function dailySpend(tx: Transaction, tenantId: string, at: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ total: number }[]>`
    with channels as (
      select campaign_id, sum(budget_daily) as total from spine_campaign_channels
      where tenant_id = ${tenantId}::uuid and status = 'running' group by campaign_id
    )
    select coalesce(sum(greatest(c.budget_daily, channels.total)), 0)::float8 as total
    from spine_campaigns c left join channels on channels.campaign_id = c.id
    where c.tenant_id = ${tenantId}::uuid and c.status = 'running'
      and (c.end_date is null or c.end_date >= ${isoDate(at)}::date)`;
  return row?.total ?? 0;
}

/** Budgets of channels are rounded one by one, so that their sum may be some cents beside their campaign's. */
const ROUNDING = 0.05;

/** Only a change that raises the day's spend can break a limit: what lowers it is always welcome. */
export function spendRefusal(
  action: Action,
  { max_daily_spend: ceiling }: Guardrails,
  { before, after, mode }: { before: number; after: number; mode: Mode },
): Refusal | null {
  if (after <= before) return null;
  if (mode === "DEFENSIVE")
    return refusalFor("In DEFENSIVE mode no campaign is given more to spend.", ["A10(2)"]);
  if (after > ceiling)
    return refusalFor(
      `Running campaigns would spend $${after.toFixed(2)} a day, over the ceiling of $${ceiling}.`,
      ["max_daily_spend"],
    );
  const days = action.observation_window_days;
  const added = (after - before) * days;
  const most = action.guardrails.max_additional_spend;
  return added > most + ROUNDING * days
    ? refusalFor(`It would add $${added.toFixed(2)} in ${days} days, over its own limit of $${most}.`, [
        "max_additional_spend",
      ])
    : null;
}
