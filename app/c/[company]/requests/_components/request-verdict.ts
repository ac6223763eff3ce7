import {
  type CompiledPolicy,
  decideRequest,
  type GateDecision,
  type GateRequest,
  gateRequestSchema,
  reasonCode,
  type SituationFacts,
  situationOf,
} from "@/kernel/enforcement";
import { withCriticalRoles } from "@/lib/queries/critical-roles";
import type { RequestForm } from "@/lib/queries/request-content";
import { type SignaturePath, signaturePath } from "@/lib/queries/signature-path";
import { NOTHING_TO_UNBLOCK, type Unblock, unblockOf } from "@/lib/queries/unblock";
import { contentFrom } from "./form-content";
import { FORMS, type FormValues } from "./form-fields";
import { valueNames } from "./form-values";

export type VerdictSoFar = { path: SignaturePath; decision: GateDecision; unblock: Unblock };

type Basis = {
  policy: CompiledPolicy;
  facts: SituationFacts;
  userId: string;
  seesEveryStep: boolean;
  criticalRolesThisMonth: number;
};

/** The kernel's answer to what the form holds right now, on the states that stand on this page. */
export function verdictSoFar(basis: Basis, form: RequestForm, values: FormValues): VerdictSoFar {
  const request = requestSoFar(basis, form, values);
  const situation = situationOf(basis.policy, basis.facts);
  const path = signaturePath(basis.policy, situation, request);
  const ground = { situation, facts: [] };
  // While facts are missing the verdict names them, and they are what to fill in next.
  const lacksFacts = path.unsigned.reason_codes.some((code) => reasonCode(code).outcome === "NEEDS_INPUT");
  const unblock = lacksFacts
    ? NOTHING_TO_UNBLOCK
    : unblockOf(basis.policy, situation, request, { seesAll: basis.seesEveryStep, ground });
  return { path, decision: path.unsigned, unblock };
}

function requestSoFar(basis: Basis, form: RequestForm, values: FormValues): GateRequest {
  const { title: _title, ...content } = contentFrom(form, values, true) as { title: string };
  const request = gateRequestSchema.parse({
    ...content,
    request_id: "draft",
    requested_by: basis.userId,
  });
  return withCriticalRoles(request, basis.criticalRolesThisMonth);
}

/**
 * The fields without which the gate would ask: those that are missing, and those that would be if they were
 * emptied, so that a mark does not vanish as somebody types.
 */
export function fieldsAskedFor(basis: Basis, form: RequestForm, values: FormValues): Set<string> {
  const situation = situationOf(basis.policy, basis.facts);
  const asked = FORMS[form].fields.filter((field) => {
    const emptied = { ...values, ...Object.fromEntries(valueNames(field).map((name) => [name, null])) };
    const { missing } = decideRequest(basis.policy, situation, requestSoFar(basis, form, emptied));
    return missing.includes(wireNameOf(field.name));
  });
  return new Set(asked.map(({ name }) => name));
}

/** Facts that are several fields on the screen are one name on the wire. */
export function wireNameOf(field: string): string {
  return field.startsWith("impact") ? "quantified_impact" : field;
}
