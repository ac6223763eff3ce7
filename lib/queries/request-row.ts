import type { GateId, GateRequest } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { withCriticalRoles } from "./critical-roles";
import { parseDetails, type RequestContent, requestContentSchema } from "./request-content";

export type SignoffRow = {
  id: string;
  revision: number;
  role: string;
  signedBy: string;
  /** Whom the signer stands in for, and by which delegation. */
  onBehalfOf: string | null;
  delegationId: string | null;
  /** The kind of code that was given with it. */
  secondFactor: string | null;
  verdict: string;
  reason: string | null;
  sawStates: unknown;
  signedAt: Date;
};

/** A request with the parts without which it cannot be decided, and what was last decided about it. */
export type RequestRow = {
  tenantId: string;
  id: string;
  reference: string;
  gateId: string;
  title: string;
  status: string;
  revision: number;
  requestedBy: string;
  requesterName: string | null;
  details: unknown;
  amountUsd: number | null;
  draft: unknown;
  createdAt: Date;
  updatedAt: Date;
  submittedAt: Date | null;
  decidedAt: Date | null;
  lastDecisionId: string | null;
  roiCase: { summary: string; expectedRoiLow: number; expectedRoiHigh: number } | null;
  exceptions: { exceptionId: string; offset: { description: string; amountUsd: number } | null }[];
  signoffs: SignoffRow[];
  last: { action: string; decision: string; missing: string[]; reasonCodes: string[]; logSeq: number } | null;
};

type Stored = Omit<RequestRow, "signoffs"> & {
  signoffs: (Omit<SignoffRow, "signedAt"> & { signedAt: string })[];
};

/**
 * Requests with all their parts in one statement: loading related rows side by side would put several
 * statements at once on the transaction's one connection.
 */
async function requestRows(
  tx: Transaction,
  tenantId: string,
  which: { references?: readonly string[]; statuses?: readonly string[]; notBy?: string; most?: number },
): Promise<RequestRow[]> {
  const { references = null, statuses = null, notBy = null, most = null } = which;
  const rows = await tx.$queryRaw<Stored[]>`
    select r.tenant_id as "tenantId", r.id, r.reference, r.gate_id as "gateId", r.title, r.status, r.revision,
      r.requested_by as "requestedBy", u.name as "requesterName", r.details,
      r.amount_usd::float8 as "amountUsd", r.draft, r.created_at as "createdAt", r.updated_at as "updatedAt",
      r.submitted_at as "submittedAt", r.decided_at as "decidedAt", r.last_decision_id as "lastDecisionId",
      (select jsonb_build_object('summary', c.summary, 'expectedRoiLow', c.expected_roi_low,
          'expectedRoiHigh', c.expected_roi_high)
        from roi_cases c where c.tenant_id = r.tenant_id and c.request_id = r.id) as "roiCase",
      coalesce((select jsonb_agg(jsonb_build_object('exceptionId', e.exception_id, 'offset',
          case when o.request_id is not null
            then jsonb_build_object('description', o.description, 'amountUsd', o.amount_usd) end)
          order by e.exception_id)
        from request_exceptions e
        left join exception_offsets o on o.tenant_id = e.tenant_id and o.request_id = e.request_id
          and o.exception_id = e.exception_id
        where e.tenant_id = r.tenant_id and e.request_id = r.id), '[]') as exceptions,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'revision', s.revision, 'role', s.role,
          'signedBy', s.signed_by, 'onBehalfOf', s.on_behalf_of, 'delegationId', s.delegation_id,
          'secondFactor', s.second_factor, 'verdict', s.verdict, 'reason', s.reason, 'sawStates', s.saw_states,
          'signedAt', s.signed_at) order by s.signed_at)
        from signoffs s where s.tenant_id = r.tenant_id and s.request_id = r.id), '[]') as signoffs,
      (select jsonb_build_object('action', d.action, 'decision', d.decision, 'missing', d.missing,
          'reasonCodes', d.reason_codes, 'logSeq', d.log_seq)
        from gate_decisions d where d.tenant_id = r.tenant_id and d.id = r.last_decision_id) as last
    from requests r
    left join users u on u.id = r.requested_by
    where r.tenant_id = ${tenantId}::uuid
      and (${references}::text[] is null or r.reference = any(${references}::text[]))
      and (${statuses}::text[] is null or r.status = any(${statuses}::text[]))
      and (${notBy}::uuid is null or r.requested_by <> ${notBy}::uuid)
    order by r.submitted_at, r.id
    limit ${most}::int`;
  return rows.map((row) => ({
    ...row,
    signoffs: row.signoffs.map((each) => ({ ...each, signedAt: new Date(each.signedAt) })),
  }));
}

export async function findRequest(
  tx: Transaction,
  tenantId: string,
  reference: string,
): Promise<RequestRow | null> {
  return (await requestRows(tx, tenantId, { references: [reference] }))[0] ?? null;
}

export function requestsByReference(
  tx: Transaction,
  tenantId: string,
  references: readonly string[],
): Promise<RequestRow[]> {
  return requestRows(tx, tenantId, { references });
}

/** The same, held until the transaction ends, so that two people cannot decide one request at once. */
export async function lockRequest(
  tx: Transaction,
  tenantId: string,
  reference: string,
): Promise<RequestRow | null> {
  await tx.$queryRaw`
    select id::text from requests
    where tenant_id = ${tenantId}::uuid and reference = ${reference} for update`;
  return findRequest(tx, tenantId, reference);
}

/** What has been submitted and nobody has ended. */
export const OPEN_STATUSES = ["PENDING", "BLOCKED", "STALE"] as const;

/** The company's open requests, in the order of their numbers. */
export async function openRequests(tx: Transaction, tenantId: string): Promise<RequestRow[]> {
  const rows = await requestRows(tx, tenantId, { statuses: OPEN_STATUSES });
  const number = ({ reference }: RequestRow) => Number(reference.replace(/\D/g, ""));
  return rows.sort((one, other) => number(one) - number(other));
}

/** What is up for signature and was not asked by this person, the longest waiting first. */
export function pendingRequests(
  tx: Transaction,
  { tenantId, userId: notBy }: { tenantId: string; userId: string },
  most: number,
): Promise<RequestRow[]> {
  return requestRows(tx, tenantId, { statuses: ["PENDING"], notBy, most });
}

/** Signatures that count: approvals of the present revision. */
export function approvalsOf(row: RequestRow): RequestRow["signoffs"] {
  return row.signoffs.filter((each) => each.revision === row.revision && each.verdict === "APPROVE");
}

export function contentOf(row: RequestRow): RequestContent {
  return requestContentSchema.parse({
    gate_id: row.gateId,
    title: row.title,
    details: parseDetails(row.gateId as GateId, row.details),
    roi_case: row.roiCase && {
      summary: row.roiCase.summary,
      expected_roi_band: [row.roiCase.expectedRoiLow, row.roiCase.expectedRoiHigh],
    },
    exceptions: row.exceptions.map(({ exceptionId, offset }) => ({
      exception_id: exceptionId,
      offset: offset && { description: offset.description, amount_usd: offset.amountUsd },
    })),
  });
}

/** The request as the kernel takes it: what was claimed, with the critical roles as the company counts them. */
export function gateRequestOf(row: RequestRow, criticalRoles: number): GateRequest {
  const { title: _title, ...content } = contentOf(row);
  return withCriticalRoles(
    {
      ...content,
      request_id: row.reference,
      requested_by: row.requestedBy,
      signoffs: approvalsOf(row).map(({ role, signedBy, signedAt }) => ({
        role,
        by: signedBy,
        at: signedAt.toISOString(),
      })),
    },
    criticalRoles,
  );
}
