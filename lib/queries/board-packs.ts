import { type PackPeriod, packPeriod, quarterOf } from "../board-pack/period";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type PackRests, packCorrections } from "./board-pack-corrections";
import type { Person } from "./waiting";

export type ListedPack = {
  id: string;
  periodKey: string;
  edition: number;
  status: "DRAFT" | "RELEASED";
  madeAt: Date;
  madeBy: string;
  releasedAt: Date | null;
  releasedBy: string | null;
  pdfSha256: string | null;
  logSeq: number | null;
  correctionReason: string | null;
  /** The edition that follows it; null of the newest. */
  followedBy: { id: string; edition: number; status: "DRAFT" | "RELEASED" } | null;
  /** Whether a figure or a close of its months was corrected since; said of the newest edition alone. */
  isCorrected: boolean;
};

export type BoardPackList = {
  packs: ListedPack[];
  /** More packs than are shown. */
  olderThan: string | null;
  /** Periods with a close and without a released pack, newest first; what can be made. */
  periods: { key: string; closes: number; months: number; hasDraft: boolean }[];
};

type Row = Omit<ListedPack, "isCorrected"> & PackRests;

const PAGE = 30;
const MONTHS_OFFERED = 15;

/** The packs of a company, newest first, and the periods of which one can be made. */
export function listBoardPacks(person: Person, before: Date | null, at: Date): Promise<BoardPackList> {
  return inTenant(person, async (tx) => {
    const { tenantId } = person;
    const rows = await tx.$queryRaw<Row[]>`
      select p.id, p.period_key as "periodKey", p.edition, p.status, p.made_at as "madeAt", m.name as "madeBy",
        p.released_at as "releasedAt", r.name as "releasedBy", p.pdf_sha256 as "pdfSha256", p.log_seq::int as "logSeq",
        p.correction_reason as "correctionReason", p.content -> 'closes' as closes,
        p.content -> 'missingCloses' as "missingCloses",
        (select jsonb_build_object('id', f.id, 'edition', f.edition, 'status', f.status) from board_packs f
          where f.tenant_id = p.tenant_id and f.corrects = p.id) as "followedBy"
      from board_packs p
      join users m on m.id = p.made_by
      left join users r on r.id = p.released_by
      where p.tenant_id = ${tenantId}::uuid and (${before}::timestamptz is null or p.made_at < ${before})
      order by p.made_at desc, p.edition desc, p.id limit ${PAGE + 1}`;
    const shown = rows.slice(0, PAGE);
    const newest = shown.filter(({ followedBy }) => followedBy === null);
    const corrections = await packCorrections(tx, tenantId, newest, at);
    const packs = shown.map(
      ({ closes: _, missingCloses: __, ...pack }): ListedPack => ({
        ...pack,
        isCorrected: corrections.has(pack.id),
      }),
    );
    return {
      packs,
      olderThan: rows.length > PAGE ? (packs.at(-1)?.madeAt.toISOString() ?? null) : null,
      periods: await periodsToMake(tx, tenantId),
    };
  });
}

async function periodsToMake(tx: Transaction, tenantId: string): Promise<BoardPackList["periods"]> {
  const closes = await tx.$queryRaw<{ cycleKey: string }[]>`
    select distinct cycle_key as "cycleKey" from evaluation_cycles
    where tenant_id = ${tenantId}::uuid and cadence = 'monthly_close' and status = 'CLOSED'
    order by cycle_key desc limit ${MONTHS_OFFERED}`;
  const made = await tx.boardPack.findMany({
    where: { tenantId },
    select: { periodKey: true, status: true, corrects: true },
  });
  const months = closes.map(({ cycleKey }) => cycleKey);
  const quarters = [...new Set(months.map(quarterOf))];
  const isTaken = (key: string) =>
    made.some(
      ({ periodKey, status, corrects }) => periodKey === key && (status === "RELEASED" || corrects !== null),
    );
  return [...quarters, ...months]
    .flatMap((key) => packPeriod(key) ?? [])
    .filter(({ key }) => !isTaken(key))
    .toSorted(newestFirst)
    .map((period) => ({
      key: period.key,
      closes: period.months.filter((month) => months.includes(month)).length,
      months: period.months.length,
      hasDraft: made.some(({ periodKey, status }) => periodKey === period.key && status === "DRAFT"),
    }));
}

/** By their last day; of a month and the quarter that it ends, the quarter first. */
function newestFirst(one: PackPeriod, other: PackPeriod): number {
  if (one.end !== other.end) return one.end < other.end ? 1 : -1;
  return other.months.length - one.months.length;
}
