import * as z from "zod";
import {
  type Cadence,
  type CompiledPolicy,
  type CrmHygiene,
  compile,
  type GateId,
  type GateRequest,
  gateRequestSchema,
  type Mode,
  type ReasonCode,
  type RecordedCycle,
  type RecordedDecision,
  runDocumentSchema,
  situationOf,
  type TriggerState,
  triggerShortId,
} from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { signaturePath } from "./signature-path";

type States = Record<string, TriggerState>;

type CycleRow = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  version: number;
  periodEnd: string;
  evaluatedAt: Date;
  status: "OPEN" | "CLOSED";
  policyVersion: string;
  policyHash: string;
  document: unknown;
  crmHygiene: CrmHygiene | null;
  states: States | null;
  mode: Mode;
  escalationsDue: string[];
  inputsMissing: string[] | null;
  minimumFields: string[] | null;
};

const documentSchema = runDocumentSchema.omit({ artifacts: true, history: true });

/** Every evaluation on record, or those asked for, oldest first, with what its run was made on and what came out. */
export async function loadRecordedCycles(
  tx: Transaction,
  tenantId: string,
  most: number,
  only: readonly string[] | null = null,
): Promise<RecordedCycle[]> {
  const rows = await tx.$queryRaw<CycleRow[]>`
    select c.id, c.cadence, c.cycle_key as "cycleKey", c.version, c.period_end::text as "periodEnd",
      c.evaluated_at as "evaluatedAt", c.status, p.version as "policyVersion",
      p.hash as "policyHash", c.document,
      c.document -> 'crm_hygiene' as "crmHygiene", t.states, c.mode_after as mode,
      jsonb_path_query_array(c.report, '$.escalations_emitted[*] ? (@.emitted == true).rule') as "escalationsDue",
      t.missing as "inputsMissing",
      p.artifacts #> '{outcome_contract,outcome_contract,data_requirements,minimum_fields}' as "minimumFields"
    from evaluation_cycles c
    join policy_bundles p on p.tenant_id = c.tenant_id and p.id = c.policy_bundle_id
    left join lateral (
      select jsonb_object_agg(e.trigger_id, e.state) as states,
        jsonb_agg(distinct m.name) filter (where m.name is not null) as missing
      from trigger_evaluations e left join lateral unnest(e.inputs_missing) as m(name) on true
      where e.tenant_id = c.tenant_id and e.cycle_id = c.id
    ) t on true
    where c.tenant_id = ${tenantId}::uuid and (${only}::uuid[] is null or c.id = any(${only}::uuid[]))
    order by c.evaluated_at, c.period_end, c.cadence, c.version
    limit ${most}`;
  return rows.map(({ document, evaluatedAt, states, inputsMissing, minimumFields, ...row }) => ({
    ...row,
    evaluatedAt: evaluatedAt.toISOString(),
    document: documentSchema.safeParse(document).data ?? null,
    states: states ?? {},
    inputsMissing: inputsMissing ?? [],
    fieldsLookedFor: minimumFields ?? [],
  }));
}

type DecisionRow = {
  id: string;
  seq: number;
  reference: string;
  title: string | null;
  isRequest: boolean;
  gateId: GateId;
  action: string;
  decidedAt: Date;
  cycleId: string | null;
  policyVersion: string;
  policyHash: string;
  askedFor: unknown;
  report: unknown;
  states: States;
  mode: Mode;
};

/** What was asked for, in words, and where it is read. */
export type AskedFor = {
  title: string;
  /** False for what the Revenue OS kernel or another system asked: such an ask has no page but its log entry. */
  isRequest: boolean;
  logSeq: number;
};

export type RecordedDecisions = {
  /** The newest, oldest first. */
  rows: RecordedDecision[];
  inAll: number;
  /** By the reference under which it was decided. */
  asked: Record<string, AskedFor>;
};

export async function loadRecordedDecisions(
  tx: Transaction,
  tenantId: string,
  cycles: readonly RecordedCycle[],
  most: number,
): Promise<RecordedDecisions> {
  const rows = await tx.$queryRaw<DecisionRow[]>`
    select d.id, d.log_seq::float8 as seq, d.request_ref as reference,
      coalesce(r.title, e.content::jsonb ->> 'request_title') as title, r.id is not null as "isRequest",
      d.gate_id as "gateId", d.action,
      d.decided_at as "decidedAt", d.cycle_id as "cycleId", d.policy_version as "policyVersion",
      d.policy_hash as "policyHash", d.asked_for as "askedFor", d.report, d.states, d.mode
    from gate_decisions d
    left join requests r on r.tenant_id = d.tenant_id and r.id = d.request_id
    left join decision_log_entries e on e.tenant_id = d.tenant_id and e.seq = d.log_seq
    where d.tenant_id = ${tenantId}::uuid
    order by d.log_seq desc
    limit ${most}`;
  const policies = await policiesOfThen(tx, tenantId, new Set(rows.map(({ policyHash }) => policyHash)));
  const hygiene = new Map(cycles.map(({ id, crmHygiene }) => [id, crmHygiene]));
  const inAll = rows.length < most ? rows.length : await tx.gateDecision.count({ where: { tenantId } });
  return {
    rows: rows
      .toReversed()
      .map((row) =>
        recordedDecision(row, policies.get(row.policyHash), hygiene.get(row.cycleId ?? "") ?? null),
      ),
    inAll,
    asked: Object.fromEntries(
      rows.flatMap(({ reference, title, isRequest, seq }) =>
        title ? [[reference, { title, isRequest, logSeq: seq }]] : [],
      ),
    ),
  };
}

/** Policies by their hash, whichever version they are; one that does not match its hash says nothing. */
export async function policiesOfThen(
  tx: Transaction,
  tenantId: string,
  hashes: ReadonlySet<string>,
): Promise<Map<string, CompiledPolicy>> {
  const bundles = await tx.policyBundle.findMany({
    where: { tenantId, hash: { in: [...hashes] } },
    distinct: ["hash"],
    select: { hash: true, artifacts: true },
  });
  return new Map(
    bundles
      .filter(({ hash, artifacts }) => policyHash(artifacts as Artifacts) === hash)
      .map(({ hash, artifacts }) => [hash, compile(artifacts as Artifacts)]),
  );
}

/** Whose signatures the gate was shown, by what was done; all else shows it those that were given. */
const SIGNATURES: Record<string, RecordedDecision["signatures"]> = {
  SUBMIT: "none",
  DENY: "none",
  WITHDRAW: "none",
  REFUSE: "all_asked",
};

const answerSchema = z.object({
  decision: z.enum(["ALLOWED", "BLOCKED"]),
  reason_codes: z.array(z.custom<ReasonCode>((code) => typeof code === "string")),
  blocked_by: z.array(z.string()),
  missing: z.array(z.string()),
});

function recordedDecision(
  row: DecisionRow,
  policy: CompiledPolicy | undefined,
  crmHygiene: CrmHygiene | null,
): RecordedDecision {
  const { action, askedFor, report, states, mode, title: _, isRequest: __, ...rest } = row;
  // What the Revenue OS kernel asked rests on a cycle of the company; a document from outside brings its own states.
  const external = action === "EXTERNAL" && row.cycleId === null;
  const request = external ? null : (gateRequestSchema.safeParse(askedFor).data ?? null);
  return {
    ...rest,
    decidedAt: row.decidedAt.toISOString(),
    request,
    signatures: SIGNATURES[action] ?? "given",
    external,
    endedByPerson: action === "DENY" || action === "WITHDRAW",
    approved: action === "APPROVE",
    answer: answerSchema.parse(report),
    signable:
      request !== null && policy !== undefined && signableThen(policy, { request, states, mode, crmHygiene }),
  };
}

/** Whether signatures alone would have opened it, under the policy and in the situation of its time. */
function signableThen(
  policy: CompiledPolicy,
  {
    request,
    states,
    mode,
    crmHygiene,
  }: { request: GateRequest; states: States; mode: Mode; crmHygiene: CrmHygiene | null },
): boolean {
  const byShortId = Object.fromEntries(
    Object.entries(states).map(([id, state]) => [triggerShortId(id), state]),
  );
  return signaturePath(policy, situationOf(policy, { states: byShortId, mode, crmHygiene }), request)
    .isSignable;
}
