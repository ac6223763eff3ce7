import cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { Facts } from "./facts";
import { expressionOf, type Notation, type Peer, verdictOf } from "./peer";
import { GATES, type Rule, rulesOf } from "./policy";

const NOTATION: Notation = { fact: (name) => `context.${name}`, and: "&&", or: "||", not: "!" };

/** One parsed policy set a gate; a code is a forbid policy, so the determining policies are the reasons. */
export function cedarWasm(): Peer {
  const effects = new Map<string, string>();
  for (const gate of GATES) prepare(gate, effects);
  return {
    name: "@cedar-policy/cedar-wasm",
    form: "one parsed policy set a gate, a policy a rule",
    decide(facts: Facts) {
      const answer = cedar.statefulIsAuthorized({
        principal: { type: "Person", id: "lead" },
        action: { type: "Action", id: "approve" },
        resource: { type: "Request", id: "request" },
        context: facts,
        preparsedPolicySetId: String(facts.gate),
        entities: [],
      });
      if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("; "));
      const { decision, diagnostics } = answer.response;
      if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
      const reasons = verdictOf(diagnostics.reason.map((id) => effects.get(id) ?? id));
      return { allowed: decision === "allow", codes: reasons.codes };
    },
  };
}

function prepare(gate: (typeof GATES)[number], effects: Map<string, string>): void {
  const policies = Object.fromEntries(
    rulesOf(gate).map((rule, index) => {
      const id = `${gate}-${index}`;
      effects.set(id, rule.effect);
      return [id, policyOf(rule)];
    }),
  );
  const parsed = cedar.preparsePolicySet(gate, { staticPolicies: policies });
  if (parsed.type === "failure") throw new Error(parsed.errors.map(({ message }) => message).join("; "));
}

function policyOf({ effect, when }: Rule): string {
  const verb = effect === "ALLOW" ? "permit" : "forbid";
  return `${verb}(principal, action, resource) when { ${expressionOf(when, NOTATION)} };`;
}
