import * as z from "zod";
import { CFO_GATES, type CfoGate } from "../../kernel/revenue/contract";
import { metric } from "../../kernel/revenue/metrics";
import { inScope, type Transaction } from "../db/tenant-transaction";
import {
  CFO_FIGURES,
  type CfoFigure,
  type CfoFigureId,
  mondayOf,
  newestWholeWeek,
  type WeekMode,
  weekInAddress,
} from "./cfo-week";
import { addDays, isoDate } from "./cycle-calendar";

/** `NONE`: the week of the company was not stored. */
export const PORTFOLIO_STATES = ["NORMAL", "DEFENSIVE", "UNKNOWN", "NONE"] as const;
export type PortfolioState = (typeof PORTFOLIO_STATES)[number];

const SORTS = ["company", ...CFO_FIGURES, "actions_total", "actions_hurt", "open_escalations"] as const;
export type PortfolioSort = (typeof SORTS)[number];

/** The list as it stands in the address; what it does not understand it ignores. */
export const portfolioFilterSchema = z.object({
  week: z.string().optional().catch(undefined),
  // A character that no name has would be refused by the database.
  q: z
    .string()
    .max(80)
    .transform((text) => text.replace(/\p{Cc}/gu, "").trim())
    .optional()
    .catch(undefined),
  state: z.enum(PORTFOLIO_STATES).optional().catch(undefined),
  sort: z.enum(SORTS).catch("company"),
  dir: z.enum(["asc", "desc"]).catch("asc"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type PortfolioFilter = z.infer<typeof portfolioFilterSchema>;

export type PortfolioCompany = {
  id: string;
  company: string;
  slug: string;
  /** Null where the company's week was not stored; then nothing else is known either. */
  computedAt: Date | null;
  figures: Record<CfoFigureId, number | null>;
  actions: { total: number; improved: number; hurt: number } | null;
  gates: CfoGate[];
  mode: WeekMode | null;
  openEscalations: number | null;
};

/** The median of a figure over the companies that have it, and the same a week before. */
export type PortfolioFigure = Omit<CfoFigure, "asOf" | "asOfBefore"> & { reported: number };

export type Portfolio = {
  weekStart: string;
  weekEnd: string;
  isRunning: boolean;
  before: string | null;
  after: string | null;
  computedAt: Date | null;
  figures: PortfolioFigure[];
  actions: { total: number; improved: number; hurt: number } | null;
  openEscalations: number | null;
  gates: CfoGate[];
  companies: Record<PortfolioState | "all" | "stored", number>;
  rows: PortfolioCompany[];
  found: number;
  page: number;
  pages: number;
};

const PAGE = 50;

const figureColumns = Object.fromEntries(CFO_FIGURES.map((id) => [id, z.number().nullable()])) as Record<
  CfoFigureId,
  z.ZodNullable<z.ZodNumber>
>;
const counted = z.int().nullable();
const modeWord = z.enum(["NORMAL", "DEFENSIVE", "UNKNOWN"]);
const common = {
  ...figureColumns,
  computed_at: z.iso.datetime({ offset: true }).nullable(),
  actions_total: counted,
  actions_improved: counted,
  actions_hurt: counted,
  gates_triggered: z.array(z.string()).nullable(),
  open_escalations: counted,
};
const companyRow = z.object({
  ...common,
  tenant_id: z.guid(),
  company: z.string(),
  company_slug: z.string(),
  mode: modeWord.nullable(),
});
const wholeRow = z.object({
  ...common,
  companies: z.int(),
  companies_stored: z.int(),
  companies_normal: z.int(),
  companies_defensive: z.int(),
  companies_unknown: z.int(),
  reported: z.record(z.enum(CFO_FIGURES), z.int()),
});
type Whole = z.infer<typeof wholeRow>;

/** Every company's stored week, for the operator alone: the database refuses anybody else. */
export function loadPortfolio(
  operator: { userId: string },
  filter: PortfolioFilter,
  at: Date,
): Promise<Portfolio> {
  return inScope({ userId: operator.userId }, async (tx) => {
    const span = await storedSpan(tx, at);
    const asked = weekInAddress(filter.week) ?? newestWholeWeek(at);
    // Days as text sort as days do.
    const week = [asked, span.last].sort()[0] ?? asked;
    const whole = await loadWhole(tx, week);
    const earlier = await loadWhole(tx, addDays(week, -7));
    const { rows, found } = await loadRows(tx, week, filter);
    const pages = Math.max(1, Math.ceil(found / PAGE));
    return {
      weekStart: week,
      weekEnd: addDays(week, 6),
      isRunning: week === mondayOf(isoDate(at)),
      before: span.first !== null && week > span.first ? addDays(week, -7) : null,
      after: week < span.last ? addDays(week, 7) : null,
      computedAt: momentOf(whole.computed_at),
      figures: CFO_FIGURES.map((id) => ({
        ...wordsOf(id),
        value: whole[id],
        valueBefore: earlier[id],
        reported: whole.reported[id] ?? 0,
      })),
      actions: actionsOf(whole),
      openEscalations: whole.open_escalations,
      gates: gatesOf(whole),
      companies: {
        all: whole.companies,
        stored: whole.companies_stored,
        NORMAL: whole.companies_normal,
        DEFENSIVE: whole.companies_defensive,
        UNKNOWN: whole.companies_unknown,
        NONE: whole.companies - whole.companies_stored,
      },
      rows: rows.map(companyOf),
      found,
      page: Math.min(filter.page, pages),
      pages,
    };
  });
}

function wordsOf(id: CfoFigureId) {
  const { name, unit, direction } = metric(id);
  return { id, name, unit, direction };
}

const momentOf = (text: string | null) => (text === null ? null : new Date(text));

function actionsOf(row: z.infer<typeof companyRow> | Whole) {
  const { actions_total: total, actions_improved: improved, actions_hurt: hurt } = row;
  return total === null || improved === null || hurt === null ? null : { total, improved, hurt };
}

/** In the order of the contract. */
const gatesOf = ({ gates_triggered: gates }: { gates_triggered: string[] | null }) =>
  CFO_GATES.filter((gate) => gates?.includes(gate));

function companyOf(row: z.infer<typeof companyRow>): PortfolioCompany {
  return {
    id: row.tenant_id,
    company: row.company,
    slug: row.company_slug,
    computedAt: momentOf(row.computed_at),
    figures: Object.fromEntries(CFO_FIGURES.map((id) => [id, row[id]])) as Record<CfoFigureId, number | null>,
    actions: actionsOf(row),
    gates: gatesOf(row),
    mode: row.mode,
    openEscalations: row.open_escalations,
  };
}

/** From the first stored week to the present one; a test tenant's clock may have gone further. */
async function storedSpan(tx: Transaction, at: Date): Promise<{ first: string | null; last: string }> {
  const running = mondayOf(isoDate(at));
  const [row] = await tx.$queryRaw<{ first: string | null; last: string }[]>`
    select min(week_start)::text as first, greatest(max(week_start), ${running}::date)::text as last
    from weekly_cfo_snapshots`;
  return row ?? { first: null, last: running };
}

async function loadWhole(tx: Transaction, week: string): Promise<Whole> {
  const [row] = await tx.$queryRaw<{ whole: unknown }[]>`
    select to_jsonb(summary) as whole from get_weekly_cfo_portfolio_summary(${week}::date) as summary
    where row_kind = 'portfolio'`;
  return wholeRow.parse(row?.whole);
}

/** Sorted by a column of a closed list; what has no value stands last either way round, names decide a tie. */
async function loadRows(
  tx: Transaction,
  week: string,
  { q = "", state, sort, dir, page }: PortfolioFilter,
): Promise<{ rows: z.infer<typeof companyRow>[]; found: number }> {
  const order = sort === "company" ? "lower(company)" : sort;
  const [answer] = await tx.$queryRawUnsafe<{ found: number; rows: unknown[] }[]>(
    `with found as materialized (
       select * from get_weekly_cfo_portfolio_summary($1::date)
       where row_kind = 'company' and ($2 = '' or position(lower($2) in lower(company)) > 0)
         and ($3::text is null or coalesce(mode, 'NONE') = $3)
     ), page as (
       select row_number() over (order by ${order} ${dir === "desc" ? "desc" : "asc"} nulls last, lower(company), tenant_id) as place, found.*
       from found order by place
       limit ${PAGE} offset least($4::bigint, greatest((select count(*) from found) - 1, 0) / ${PAGE}) * ${PAGE}
     )
     select (select count(*)::int from found) as found,
       coalesce((select jsonb_agg(to_jsonb(page) order by place) from page), '[]') as rows`,
    week,
    q,
    state ?? null,
    page - 1,
  );
  return { rows: z.array(companyRow).parse(answer?.rows), found: answer?.found ?? 0 };
}
