import type { GateRequest } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

const IN_THEIR_OWN_RIGHT = ["backfill", "retention-critical"];

/** Whether a request asks for critical roles beyond the plan, of which a month takes only so many (contract A6.2). */
export function asksForCriticalRoles({ gate_id, details }: { gate_id: string; details?: unknown }): boolean {
  if (gate_id !== "G1_HEADCOUNT" || typeof details !== "object" || details === null) return false;
  const { classification, critical_role, in_approved_plan } = details as Record<string, unknown>;
  return (
    critical_role === true &&
    in_approved_plan !== true &&
    !(typeof classification === "string" && IN_THEIR_OWN_RIGHT.includes(classification))
  );
}

/**
 * The request with the larger of two figures: the critical roles that its author says were added this month,
 * and those that the company has approved. A figure left out stays out, and the gate asks for it: the author
 * may know of roles that were added elsewhere.
 */
export function withCriticalRoles(request: GateRequest, approved: number): GateRequest {
  if (request.gate_id !== "G1_HEADCOUNT") return request;
  const claimed = request.details?.critical_roles_added_this_month;
  if (typeof claimed !== "number" || claimed >= approved) return request;
  return { ...request, details: { ...request.details, critical_roles_added_this_month: approved } };
}

/**
 * Critical roles beyond the plan in the requests that the company approved in the calendar month (UTC) of a
 * moment. A role whose number was not stated is one.
 * @param before only decisions before this entry of the log, for a request that has ended.
 */
export async function criticalRolesApproved(
  tx: Transaction,
  tenantId: string,
  at: Date,
  before: number | null = null,
): Promise<number> {
  const from = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const to = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  const [approved] = await tx.$queryRaw<{ roles: number }[]>`
    select coalesce(sum(coalesce((r.details ->> 'count')::int, 1)), 0)::int as roles
    from requests r
    join gate_decisions d on d.tenant_id = r.tenant_id and d.id = r.final_decision_id
    where r.tenant_id = ${tenantId}::uuid and r.gate_id = 'G1_HEADCOUNT' and r.status = 'APPROVED'
      and r.decided_at >= ${from} and r.decided_at < ${to}
      and (${before}::bigint is null or d.log_seq < ${before}::bigint)
      and r.details ->> 'critical_role' = 'true'
      and coalesce(r.details ->> 'in_approved_plan', 'false') <> 'true'
      and coalesce(r.details ->> 'classification', '') <> all(${IN_THEIR_OWN_RIGHT})`;
  return approved?.roles ?? 0;
}
