import { inTenant, type Transaction } from "../db/tenant-transaction";
import { mailSettings } from "../env";
import {
  CFO_FIGURES,
  type CfoFigureId,
  type CfoWeek,
  loadCfoWeek,
  mondayOf,
  newestWholeWeek,
  weekInAddress,
} from "./cfo-week";
import { addDays, isoDate } from "./cycle-calendar";
import { type DigestDelivery, type DigestReaderRow, digestDelivery, digestReaders } from "./digest-delivery";
import { tenantClock } from "./tenant-clock";

export type Digest = {
  week: CfoWeek;
  /** The week has not ended: its figures and counts still move. */
  isRunning: boolean;
  before: string | null;
  after: string | null;
  /** The week as it was stored, and the figures that late events have changed since. */
  stored: { computedAt: Date; changedSince: CfoFigureId[] } | null;
  mail: {
    isOn: boolean;
    readers: Pick<DigestReaderRow, "name" | "role">[];
    ofThisWeek: DigestDelivery | null;
    newest: DigestDelivery | null;
  };
};

/** `week` is null for one that has not begun; `newest` is the newest that is over. */
export type DigestAnswer = { digest: Digest | null; asked: string; newest: string };

/** One company's week for its screen: the newest whole one, unless the address names another. */
export function loadDigest(
  viewer: { tenantId: string; userId: string },
  askedWeek: unknown,
  at: Date,
): Promise<DigestAnswer> {
  return inTenant(viewer, async (tx) => {
    const { tenantId } = viewer;
    const present = await tenantClock(tx, tenantId, at);
    const newest = newestWholeWeek(present);
    const running = mondayOf(isoDate(present));
    const asked = weekInAddress(askedWeek) ?? newest;
    const week = asked > running ? null : await loadCfoWeek(tx, tenantId, asked);
    if (week === null) return { digest: null, asked, newest };
    const first = await firstWeek(tx, tenantId);
    const digest: Digest = {
      week,
      isRunning: asked === running,
      before: first !== null && asked > first ? addDays(asked, -7) : null,
      after: asked < running ? addDays(asked, 7) : null,
      stored: await storedWeek(tx, tenantId, week),
      mail: {
        isOn: mailSettings() !== null,
        readers: (await digestReaders(tx, tenantId)).map(({ name, role }) => ({ name, role })),
        ofThisWeek: await digestDelivery(tx, tenantId, asked),
        newest: await digestDelivery(tx, tenantId, null),
      },
    };
    return { digest, asked, newest };
  });
}

/** The week in which the company's record begins. */
async function firstWeek(tx: Transaction, tenantId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ first: string | null }[]>`
    select least(
      (select min(date) from metric_snapshots_daily where tenant_id = ${tenantId}::uuid),
      (select min(executed_at at time zone 'UTC')::date from optimization_cycles where tenant_id = ${tenantId}::uuid),
      (select min(started_at at time zone 'UTC')::date from mode_periods where tenant_id = ${tenantId}::uuid)
    )::text as first`;
  return row?.first == null ? null : mondayOf(row.first);
}

async function storedWeek(tx: Transaction, tenantId: string, week: CfoWeek): Promise<Digest["stored"]> {
  const row = await tx.weeklyCfoSnapshot.findUnique({
    where: { tenantId_weekStart: { tenantId, weekStart: new Date(week.weekStart) } },
  });
  if (row === null) return null;
  const stored: Record<CfoFigureId, unknown> = {
    payback_months: row.paybackMonths,
    cac_blended: row.cacBlended,
    gross_margin_pct: row.grossMarginPct,
    contribution_margin_pct: row.contributionMarginPct,
    revenue_per_fte: row.revenuePerFte,
    cash_runway_months: row.cashRunwayMonths,
  };
  const numberOf = (value: unknown) => (value === null ? null : Number(value));
  const live = (id: CfoFigureId) => week.figures.find((figure) => figure.id === id)?.value ?? null;
  return {
    computedAt: row.computedAt,
    changedSince: CFO_FIGURES.filter((id) => numberOf(stored[id]) !== live(id)),
  };
}
