import type { CompiledGate, GateId, ReasonCode } from "../../kernel/enforcement";
import { inTenant } from "../db/tenant-transaction";
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

const EXAMPLES = 10;

/** The newest log entries that carry the code, found by the log's word index whatever the log's size. */
export function loadCodeExamples(person: Person, code: ReasonCode): Promise<CodeExample[]> {
  return inTenant(
    person,
    (tx) => tx.$queryRaw<CodeExample[]>`
      select e.seq::int as seq, e.kind, e.title, e.request_ref as "requestRef", e.gate_id as "gateId", e.actor,
        e.occurred_at as "occurredAt"
      from decision_log_terms t
      join decision_log_entries e on e.tenant_id = t.tenant_id and e.seq = t.seq
      where t.tenant_id = ${person.tenantId}::uuid and t.term = ${code.toLowerCase()}
        and ${code} = any(e.reason_codes)
      order by t.seq desc limit ${EXAMPLES}`,
  );
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
