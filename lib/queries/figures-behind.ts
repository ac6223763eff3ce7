import { inTenant, type Transaction } from "../db/tenant-transaction";
import { kindOf } from "../imports/kinds";
import type { Kind } from "../imports/kinds/kind";
import { ownKeySql, type SpineTable, spineRowsSql } from "../imports/spine-keys";
import { kindOfInput } from "./close-checklist";
import { addMonths } from "./cycle-calendar";
import { keyWords } from "./import-rows";

/** One figure of the books: its key leads to where it comes from. */
export type FigureBehind = {
  key: string;
  words: string;
  amountUsd: number | null;
  rows: number;
  /** The imports that its rows come from. */
  files: { id: string; fileName: string }[];
  /** Whether a feed reported some of it. */
  isFed: boolean;
};

export type FiguresBehind = {
  title: string;
  /** Figures of all months: settings and deals are as they stand. */
  isOfNow: boolean;
  figures: FigureBehind[];
  isCut: boolean;
};

const MOST = 200;

/** The figures of the kind that an input is reckoned from, as one month of the books holds them; largest first. */
export function figuresBehind(
  { tenantId }: { tenantId: string },
  input: string,
  month: string,
): Promise<FiguresBehind | null> {
  const kind = kindOf(kindOfInput(input) ?? "");
  if (kind === undefined) return Promise.resolve(null);
  return inTenant({ tenantId }, async (tx) => {
    const { spine } = kind;
    const rows =
      spine.table === "optimizer_configs"
        ? await entries(tx, tenantId, spine.entries)
        : await spineFigures(tx, tenantId, { kind, spine, month });
    return {
      title: kind.title,
      isOfNow: spine.table === "optimizer_configs" || spine.table === "spine_opportunities",
      figures: rows.slice(0, MOST).map(({ amount, fed, ...row }) => ({
        ...row,
        words: keyWords(row.key),
        amountUsd: amount,
        isFed: fed,
      })),
      isCut: rows.length > MOST,
    };
  });
}

type Row = {
  key: string;
  rows: number;
  amount: number | null;
  files: { id: string; fileName: string }[];
  fed: boolean;
};

function spineFigures(
  tx: Transaction,
  tenantId: string,
  { kind, spine, month }: { kind: Kind; spine: SpineTable; month: string },
): Promise<Row[]> {
  return tx.$queryRawUnsafe<Row[]>(
    `select ${ownKeySql(kind, spine)} as key, count(*)::int as rows, sum(s.amount_usd)::float8 as amount,
       coalesce(jsonb_agg(distinct jsonb_build_object('id', i.id, 'fileName', i.file_name)) filter (where i.id is not null), '[]') as files,
       bool_or(s.import_id is null) as fed
     from ${spine.table} s left join imports i on i.tenant_id = s.tenant_id and i.id = s.import_id
     where ${spineRowsSql(spine)}
     group by 1 order by abs(sum(s.amount_usd)) desc nulls last, 1 limit $2::int`,
    tenantId,
    MOST + 1,
    `${month}-01`,
    `${addMonths(month, 1)}-01`,
  );
}

/** Which import an entry of a setting comes from, its own page says. */
function entries(tx: Transaction, tenantId: string, sql: string): Promise<Row[]> {
  return tx.$queryRawUnsafe<Row[]>(
    `select e.key, 1 as rows, (e.says ->> 'amount')::float8 as amount, '[]'::jsonb as files, false as fed
     from (${sql}) e order by e.key limit $2::int`,
    tenantId,
    MOST + 1,
  );
}
