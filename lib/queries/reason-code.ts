import type { CompiledGate, GateId, ReasonCode } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import type { Person } from "./waiting";

export type CodeExample = {
  seq: number;
  kind: string;
  title: string;
  requestRef: string | null;
  gateId: GateId | null;
  actor: string;
  occurredAt: Date;
};

const EXAMPLES = 5;
export const LATELY_DAYS = 90;
const DAY_MS = 86_400_000;

export type CodeInCompany = {
  /** The newest log entries that carry it. */
  examples: CodeExample[];
  /** How many of the last ninety days carry it. */
  lately: number;
};

/** What has become of a code in this company; found by the log's word index whatever the log's size. */
export function loadCodeInCompany(person: Person, code: ReasonCode, at: Date): Promise<CodeInCompany> {
  return inTenant(person, async (tx) => {
    const examples = await tx.$queryRaw<CodeExample[]>`
      select e.seq::int as seq, e.kind, e.title, e.request_ref as "requestRef", e.gate_id as "gateId", e.actor,
        e.occurred_at as "occurredAt"
      from decision_log_terms t
      join decision_log_entries e on e.tenant_id = t.tenant_id and e.seq = t.seq
      where t.tenant_id = ${person.tenantId}::uuid and t.term = ${code.toLowerCase()}
        and ${code} = any(e.reason_codes)
      order by t.seq desc limit ${EXAMPLES}`;
    return { examples, lately: (await countedLately(tx, person.tenantId, at)).get(code) ?? 0 };
  });
}

/** How often each code came up in the last ninety days; one that did not is not there. */
export function loadCodeCounts(person: Person, at: Date): Promise<ReadonlyMap<ReasonCode, number>> {
  return inTenant(person, (tx) => countedLately(tx, person.tenantId, at));
}

async function countedLately(
  tx: Transaction,
  tenantId: string,
  at: Date,
): Promise<ReadonlyMap<ReasonCode, number>> {
  const since = new Date(at.getTime() - LATELY_DAYS * DAY_MS);
  const rows = await tx.$queryRaw<{ code: ReasonCode; entries: number }[]>`
    select code, count(*)::int as entries
    from decision_log_entries e cross join lateral (select distinct unnest(e.reason_codes) as code) each
    where e.tenant_id = ${tenantId}::uuid and e.occurred_at > ${since} and e.occurred_at <= ${at}
    group by code`;
  return new Map(rows.map(({ code, entries }) => [code, entries]));
}

export type GateRules = { policyVersion: string; gates: CompiledGate[] };

/** The gates' rules as they are enforced, to show where a verdict came from. */
export function loadGateRules(person: Person): Promise<Result<GateRules>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const policy = await loadActivePolicy(tx, person.tenantId);
      return { policyVersion: policy.version, gates: Object.values(policy.compiled.gates) };
    }),
  );
}
