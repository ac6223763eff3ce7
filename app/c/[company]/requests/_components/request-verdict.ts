import {
  type CompiledPolicy,
  type GateDecision,
  gateRequestSchema,
  type SituationFacts,
  situationOf,
} from "@/kernel/enforcement";
import type { RequestForm } from "@/lib/queries/request-content";
import { type SignaturePath, signaturePath } from "@/lib/queries/signature-path";
import { type WaysToPass, waysToPass } from "@/lib/queries/ways-to-pass";
import { contentFrom } from "./form-content";
import type { FormValues } from "./form-fields";

export type VerdictSoFar = { path: SignaturePath; decision: GateDecision; ways: WaysToPass };

/** The kernel's answer to what the form holds right now, on the states that stand on this page. */
export function verdictSoFar(
  basis: { policy: CompiledPolicy; facts: SituationFacts; userId: string },
  form: RequestForm,
  values: FormValues,
): VerdictSoFar {
  const { title: _title, ...content } = contentFrom(form, values, true) as { title: string };
  const request = gateRequestSchema.parse({
    ...content,
    request_id: "draft",
    requested_by: basis.userId,
  });
  const path = signaturePath(basis.policy, situationOf(basis.policy, basis.facts), request);
  return { path, decision: path.unsigned, ways: waysToPass(basis.policy, basis.facts, request) };
}
