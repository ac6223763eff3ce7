import type { Transaction } from "../db/tenant-transaction";
import { addDays, startOfDay } from "./cycle-calendar";
import type { Configs } from "./trigger-inputs-configs";

export type BrokenDeal = {
  id: string;
  name: string;
  stage: string;
  owner: string | null;
  amountUsd: number | null;
  expectedCloseDate: string | null;
  faults: string[];
};

export type CrmHygieneDetail = {
  /** Qualified, open deals at the month's end; with none nothing is stated. */
  qualified: number;
  broken: number;
  /** The largest of them. */
  deals: BrokenDeal[];
};

const SHOWN = 50;

type Row = Omit<BrokenDeal, "faults"> & { isUndefined: boolean; total: number };

/** The qualified deals, open at the end of a day, that keep CRM hygiene from being enforced (RUNTIME-A9-3). */
export async function crmHygieneDetail(
  tx: Transaction,
  tenantId: string,
  day: string,
  { pipelineStages }: Configs,
): Promise<CrmHygieneDetail> {
  const known = pipelineStages.map(({ stage }) => stage);
  const until = startOfDay(addDays(day, 1));
  const [count] = await tx.$queryRaw<{ qualified: number }[]>`
    select count(*)::int as qualified from spine_opportunities
    where tenant_id = ${tenantId}::uuid and qualified_at < ${until} and (closed_at is null or closed_at >= ${until})`;
  const rows = await tx.$queryRaw<Row[]>`
    select id, name, stage, nullif(btrim(owner_name), '') as owner, amount_usd::float8 as "amountUsd",
      expected_close_date::text as "expectedCloseDate", not stage = any(${known}::text[]) as "isUndefined",
      (count(*) over ())::int as total
    from spine_opportunities
    where tenant_id = ${tenantId}::uuid and qualified_at < ${until} and (closed_at is null or closed_at >= ${until})
      and (not stage = any(${known}::text[]) or amount_usd is null or expected_close_date is null
        or coalesce(btrim(owner_name), '') = '')
    order by amount_usd desc nulls first, name, id limit ${SHOWN}`;
  return {
    qualified: count?.qualified ?? 0,
    broken: rows[0]?.total ?? 0,
    deals: rows.map(({ isUndefined, total: _, ...deal }) => ({
      ...deal,
      faults: faultsOf(deal, isUndefined),
    })),
  };
}

function faultsOf(deal: Omit<BrokenDeal, "faults">, isUndefined: boolean): string[] {
  return [
    ...(isUndefined ? [`stage “${deal.stage}” has no definition`] : []),
    ...(deal.amountUsd === null ? ["no amount"] : []),
    ...(deal.expectedCloseDate === null ? ["no expected close date"] : []),
    ...(deal.owner === null ? ["no owner"] : []),
  ];
}
