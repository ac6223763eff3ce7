import type { GateId } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

/** Something asked of the gates outside their ordinary rules, or that waits for the CFO. */
export type ReviewException = {
  reference: string;
  title: string;
  gateId: GateId;
  kind: string;
  requester: string;
  status: "PENDING" | "BLOCKED" | "STALE" | "APPROVED" | "DENIED";
  submittedAt: string;
  decidedAt: string | null;
  amountUsd: number | null;
  reasonCodes: string[];
  /** Roles whose signature is missing, as the newest decision named them. */
  awaits: string[];
};

export type ReviewExceptions = {
  waiting: ReviewException[];
  /** Granted or refused since the review before. */
  decided: ReviewException[];
  leftOut: number;
};

const MOST = 60;

type Row = Omit<ReviewException, "submittedAt" | "decidedAt" | "kind" | "awaits"> & {
  submittedAt: Date;
  decidedAt: Date | null;
  exceptionIds: string[];
  isDiscount: boolean;
  hasRoiCase: boolean;
  missing: string[];
  /** How many there are of those that wait, or of those that were decided. */
  total: number;
};

export async function reviewExceptions(
  tx: Transaction,
  tenantId: string,
  since: Date,
): Promise<ReviewExceptions> {
  const rows = await tx.$queryRaw<Row[]>`
    with asked as (
      select r.*, u.name as requester, coalesce(d.missing, '{}') as missing, coalesce(d.reason_codes, '{}') as codes,
        array(select e.exception_id from request_exceptions e
          where e.tenant_id = r.tenant_id and e.request_id = r.id order by 1) as exception_ids,
        r.details ->> 'kind' = 'discount_exception' as is_discount,
        exists (select from roi_cases c where c.tenant_id = r.tenant_id and c.request_id = r.id) as has_roi_case
      from requests r
      join users u on u.id = r.requested_by
      left join gate_decisions d on d.tenant_id = r.tenant_id and d.id = r.last_decision_id
      where r.tenant_id = ${tenantId}::uuid and r.submitted_at is not null
        and (r.status in ('PENDING', 'BLOCKED', 'STALE')
          or r.status in ('APPROVED', 'DENIED') and r.decided_at >= ${since})
    )
    select reference, title, gate_id as "gateId", requester, status, submitted_at as "submittedAt",
      decided_at as "decidedAt", amount_usd::float8 as "amountUsd", codes as "reasonCodes",
      exception_ids as "exceptionIds", coalesce(is_discount, false) as "isDiscount", has_roi_case as "hasRoiCase", missing,
      total
    from (
      select *, (count(*) over heap)::int as total,
        row_number() over (heap order by case when status in ('APPROVED', 'DENIED') then decided_at end desc,
          submitted_at, reference) as place
      from asked
      where cardinality(exception_ids) > 0 or is_discount or has_roi_case
        or (status = 'PENDING' and 'signoff:CFO' = any(missing))
      window heap as (partition by status in ('APPROVED', 'DENIED'))
    ) as placed
    where place <= ${MOST}
    order by submitted_at, reference`;
  const all = rows.map(exceptionOf);
  const waiting = all.filter(({ decidedAt }) => decidedAt === null);
  const decided = all.filter(({ decidedAt }) => decidedAt !== null);
  return {
    waiting,
    decided,
    leftOut: leftOutOf(rows, false) + leftOutOf(rows, true),
  };
}

const isDecided = ({ status }: Pick<Row, "status">) => status === "APPROVED" || status === "DENIED";

function leftOutOf(rows: readonly Row[], decided: boolean): number {
  const mine = rows.filter((row) => isDecided(row) === decided);
  return (mine[0]?.total ?? 0) - mine.length;
}

function exceptionOf({
  exceptionIds,
  isDiscount,
  hasRoiCase,
  missing,
  submittedAt,
  decidedAt,
  status,
  total: _total,
  ...row
}: Row): ReviewException {
  const claimed = exceptionIds.map((id) => id.replaceAll("_", " ")).join(", ");
  const kind =
    claimed ||
    (isDiscount ? "discount over the ceiling" : hasRoiCase ? "with an ROI case" : "waits for the CFO");
  const hasEnded = isDecided({ status });
  return {
    ...row,
    status,
    kind,
    submittedAt: submittedAt.toISOString(),
    decidedAt: hasEnded ? (decidedAt?.toISOString() ?? null) : null,
    awaits: hasEnded
      ? []
      : missing.filter((each) => each.startsWith("signoff:")).map((each) => each.slice("signoff:".length)),
  };
}
