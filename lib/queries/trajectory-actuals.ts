import type { Transaction } from "../db/tenant-transaction";

/** A monthly close as the path to breakeven reads it: what T1 and T2 averaged, and the month's own figures. */
export type CloseActual = {
  cycleKey: string;
  version: number;
  monthIndex: number;
  evaluatedAt: Date;
  fcfAverage: number | null;
  ebitdaAverage: number | null;
  /** The last two months alone, the close's own last; null where a series lacks one. */
  fcf: readonly (number | null)[];
  ebitda: readonly (number | null)[];
};

type Row = Omit<CloseActual, "fcf" | "ebitda"> & { inputs: Record<string, unknown> };

/** The newest version of each closed month with a place in the plan, oldest first. */
export async function closeActuals(
  tx: Transaction,
  tenantId: string,
  /** The last month to read; null for all. */
  upTo: string | null = null,
): Promise<CloseActual[]> {
  const rows = await tx.$queryRaw<Row[]>`
    with kept as (
      select distinct on (c.cycle_key) c.* from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.status = 'CLOSED'
        and c.month_index >= 0 and (${upTo}::text is null or c.cycle_key <= ${upTo})
      order by c.cycle_key, c.version desc
    )
    select k.cycle_key as "cycleKey", k.version, k.month_index as "monthIndex", k.evaluated_at as "evaluatedAt",
      (select (t.computed_values ->> 'FCF_3mo_avg')::float8 from trigger_evaluations t
        where t.tenant_id = k.tenant_id and t.cycle_id = k.id and split_part(t.trigger_id, '_', 1) = 'T1') as "fcfAverage",
      (select (t.computed_values ->> 'EBITDA_3mo_avg')::float8 from trigger_evaluations t
        where t.tenant_id = k.tenant_id and t.cycle_id = k.id and split_part(t.trigger_id, '_', 1) = 'T2') as "ebitdaAverage",
      coalesce((select jsonb_object_agg(i.name, i.value) from cycle_inputs i
        where i.tenant_id = k.tenant_id and i.cycle_id = k.id
          and i.name in ('OperatingCashFlow', 'Capex', 'Revenue', 'COGS', 'Opex_excl_DA')), '{}') as inputs
    from kept k order by k.month_index`;
  return rows.map(({ inputs, fcfAverage, ebitdaAverage, ...close }) => ({
    ...close,
    fcfAverage: rounded(fcfAverage),
    ebitdaAverage: rounded(ebitdaAverage),
    fcf: difference(inputs, "OperatingCashFlow", "Capex"),
    ebitda: difference(inputs, "Revenue", "COGS", "Opex_excl_DA"),
  }));
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;

/** The last two values of one series less those of others, month by month. */
function difference(inputs: Record<string, unknown>, from: string, ...less: string[]): (number | null)[] {
  return [-2, -1].map((at) => {
    const values = [from, ...less].map((name) => monthOf(inputs[name], at));
    const [first, ...rest] = values.flatMap((value) => (value === null ? [] : [value]));
    if (first === undefined || rest.length < less.length) return null;
    return Math.round(rest.reduce((left, value) => left - value, first) * 100) / 100;
  });
}

function monthOf(series: unknown, at: number): number | null {
  const value: unknown = Array.isArray(series) ? series.at(at) : null;
  return typeof value === "number" ? value : null;
}
