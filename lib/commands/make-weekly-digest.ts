import { inTenant, type Transaction } from "../db/tenant-transaction";
import { fail, type Result, succeed } from "../failures";
import { mondayOf } from "../queries/cfo-week";
import { addDays, isoDate, startOfDay } from "../queries/cycle-calendar";
import { type DigestMailing, mailWeeklyDigest, ownPost, type Post } from "./mail-weekly-digest";

export type WeeklyDigestOrder = {
  /** The Monday of the week. */
  weekStart: string;
  /** Whether the e-mail goes as well, where e-mail is on; not for weeks that are made again in bulk. */
  mail?: boolean;
};

export type WeeklyDigest = { weekStart: string; computedAt: Date; mailing: DigestMailing };

/**
 * Stores a company's week as its figures stand now, and sends the digest of a week that is over to the CFO and the
 * CEO, where e-mail is on. Made again it stores what the figures have become since, and writes only to those who have
 * no letter yet. The figures are stored before any letter goes, in a transaction of their own: mail that fails loses nothing.
 * `at` is the company's own clock.
 */
export async function makeWeeklyDigest(
  tenantId: string,
  { weekStart, mail = true }: WeeklyDigestOrder,
  at: Date,
  post?: Post,
): Promise<Result<WeeklyDigest>> {
  if (mondayOf(weekStart) !== weekStart)
    return fail("INVALID_INPUT", "A week is named by its Monday.", { weekStart: "This day is no Monday." });
  if (startOfDay(weekStart) > at)
    return fail("INVALID_INPUT", "The week has not begun.", { weekStart: "This week has not begun." });
  const stored = await inTenant({ tenantId }, (tx) => storeWeek(tx, tenantId, weekStart, at));
  if (stored === 0) return fail("TENANT_NOT_FOUND");
  const isOver = isoDate(at) >= addDays(weekStart, 7);
  const mailing =
    mail && isOver
      ? await mailWeeklyDigest(tenantId, weekStart, at, post ?? ownPost())
      : ({ state: "not_asked" } as const);
  return succeed({ weekStart, computedAt: at, mailing });
}

/** How many rows were stored: none for a company that does not exist. */
function storeWeek(tx: Transaction, tenantId: string, weekStart: string, at: Date): Promise<number> {
  return tx.$executeRaw`
    insert into weekly_cfo_snapshots (tenant_id, week_start, computed_at, payback_months, cac_blended,
      gross_margin_pct, contribution_margin_pct, revenue_per_fte, cash_runway_months,
      actions_total, actions_improved, actions_hurt, gates_triggered, mode, open_escalations)
    select tenant_id, week_start, ${at}, payback_months, cac_blended,
      gross_margin_pct, contribution_margin_pct, revenue_per_fte, cash_runway_months,
      actions_total, actions_improved, actions_hurt, gates_triggered, mode, open_escalations
    from get_weekly_cfo_snapshot(${tenantId}::uuid, ${weekStart}::date)
    on conflict (tenant_id, week_start) do update set
      computed_at = excluded.computed_at, payback_months = excluded.payback_months,
      cac_blended = excluded.cac_blended, gross_margin_pct = excluded.gross_margin_pct,
      contribution_margin_pct = excluded.contribution_margin_pct, revenue_per_fte = excluded.revenue_per_fte,
      cash_runway_months = excluded.cash_runway_months, actions_total = excluded.actions_total,
      actions_improved = excluded.actions_improved, actions_hurt = excluded.actions_hurt,
      gates_triggered = excluded.gates_triggered, mode = excluded.mode,
      open_escalations = excluded.open_escalations`;
}
