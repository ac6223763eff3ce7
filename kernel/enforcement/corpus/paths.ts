/** Paths of corpus cases: `inputs.Capex[0]`, or from a part of the policy: `T4.threshold.pass`, `G2.blocked_if[+]`. */
import type { Json, JsonObject } from "./given";

type Step = string | number;

const POLICY_ROOTS: Record<string, Step[]> = {
  micro: ["artifacts", "micro_case", "micro_case"],
  spec: ["artifacts", "trigger_spec", "trigger_spec"],
  rules: ["artifacts", "gating_rules", "gating_rules"],
  outcome: ["artifacts", "outcome_contract", "outcome_contract"],
};
const APPEND = "+";

export function parsePath(document: JsonObject, path: string): Step[] {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  const [head = "", ...rest] = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const root = POLICY_ROOTS[String(head)];
  if (root) return [...root, ...rest];
  if (/^T\d+$/.test(String(head)))
    return [...elementOf(document, "spec", "triggers", "id", String(head)), ...rest];
  if (/^G\d+$/.test(String(head)))
    return [...elementOf(document, "rules", "gates", "gate_id", String(head)), ...rest];
  return [head, ...rest];
}

function elementOf(document: JsonObject, root: string, list: string, key: string, short: string): Step[] {
  const steps = [...(POLICY_ROOTS[root] ?? []), list];
  const elements = at(document, steps) as JsonObject[];
  const index = elements.findIndex((element) => String(element[key]).startsWith(`${short}_`));
  if (index < 0) throw new Error(`No ${short} in the policy`);
  return [...steps, index];
}

export function at(document: Json, steps: readonly Step[]): Json | undefined {
  let value: Json | undefined = document;
  for (const step of steps) value = (value as { [key: Step]: Json } | null | undefined)?.[step];
  return value;
}

export function setAt(document: JsonObject, steps: readonly Step[], value: Json): void {
  const last = steps[steps.length - 1] ?? "";
  const parent = at(document, steps.slice(0, -1));
  if (last === APPEND && Array.isArray(parent)) parent.push(value);
  else if (typeof parent === "object" && parent !== null) (parent as JsonObject)[last] = value;
  else throw new Error(`Nothing to set at ${steps.join(".")}`);
}

export function removeAt(document: JsonObject, steps: readonly Step[]): void {
  const last = steps[steps.length - 1] ?? "";
  const parent = at(document, steps.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (typeof parent === "object" && parent !== null && last in parent)
    delete (parent as JsonObject)[last];
  else throw new Error(`Nothing to remove at ${steps.join(".")}`);
}
