/**
 * Ingress (contract A1): the four artifacts are there, parse, and have their roots and lists. Every code
 * of A1 is reported; nothing further is checked when there is one.
 */
import type { Finding } from "../policy";
import { ARTIFACT_NAMES, type ArtifactName } from "../vocabulary";
import { finding } from "./finding";
import { isObject, type JsonObject, own, ownPath } from "./values";

/** The lists and objects of the artifacts whose shape ingress has established. */
export interface Roots {
  readonly microCase: JsonObject;
  readonly triggerSpec: JsonObject;
  readonly gatingRules: JsonObject;
  readonly outcomeContract: JsonObject;
  readonly triggers: readonly JsonObject[];
  readonly gates: readonly JsonObject[];
  readonly criticalTriggers: readonly string[];
  readonly escalationRules: readonly JsonObject[];
  readonly successCriteria: Readonly<Record<string, readonly unknown[]>>;
  readonly minimumFields: readonly string[];
  readonly nonNegotiables: readonly unknown[];
}

export interface Ingress {
  readonly present: Readonly<Record<ArtifactName, boolean>>;
  readonly findings: readonly Finding[];
  /** Null exactly when there are findings. */
  readonly roots: Roots | null;
}

/** Takes in the artifacts, each an object or a text holding JSON. */
export function ingest(artifacts: JsonObject): Ingress {
  const findings: Finding[] = [];
  const [microCase, triggerSpec, gatingRules, outcomeContract] = ARTIFACT_NAMES.map((name) =>
    rootOf(artifacts, name, findings),
  );
  for (const key of Object.keys(artifacts)) {
    if (!ARTIFACT_NAMES.some((name) => name === key)) {
      findings.push(finding("CFO-03", `artifacts.${key}`, "expected no artifact beside the four"));
    }
  }
  const present = {
    micro_case: own(artifacts, "micro_case") !== undefined,
    trigger_spec: own(artifacts, "trigger_spec") !== undefined,
    gating_rules: own(artifacts, "gating_rules") !== undefined,
    outcome_contract: own(artifacts, "outcome_contract") !== undefined,
  };
  const shape = new Shape(findings);
  const roots = {
    microCase: microCase ?? {},
    triggerSpec: triggerSpec ?? {},
    gatingRules: gatingRules ?? {},
    outcomeContract: outcomeContract ?? {},
    triggers: shape.objects(triggerSpec, "trigger_spec", "triggers"),
    gates: shape.gates(gatingRules),
    criticalTriggers: shape.texts(gatingRules, "gating_rules", "critical_triggers"),
    escalationRules: shape.objects(gatingRules, "gating_rules", "escalation_rules"),
    successCriteria: shape.successCriteria(outcomeContract),
    minimumFields: shape.texts(outcomeContract, "outcome_contract", "data_requirements", "minimum_fields"),
    nonNegotiables: shape.list(microCase, "micro_case", "constraints_and_non_negotiables", "non_negotiables"),
  };
  return { present, findings, roots: findings.length === 0 ? roots : null };
}

/** The root object of one artifact; null, with a finding, when there is none. */
function rootOf(artifacts: JsonObject, name: ArtifactName, findings: Finding[]): JsonObject | null {
  const given = own(artifacts, name);
  if (given === undefined) {
    findings.push(finding("CFO-01", `artifacts.${name}`, "the artifact is missing"));
    return null;
  }
  const parsed = typeof given === "string" ? parseJson(given) : { value: given };
  if (parsed === null) {
    findings.push(finding("CFO-02", `artifacts.${name}`, "expected valid JSON"));
    return null;
  }
  const root = own(parsed.value, name);
  if (!isObject(root)) {
    findings.push(finding("CFO-03", name, `expected an object with the root object “${name}”`));
    return null;
  }
  return root;
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Establishes the lists; a root that is absent has had its finding already. */
class Shape {
  private readonly findings: Finding[];

  constructor(findings: Finding[]) {
    this.findings = findings;
  }

  list(
    root: JsonObject | null | undefined,
    artifact: string,
    ...keys: readonly string[]
  ): readonly unknown[] {
    if (root == null) return [];
    const value = ownPath(root, ...keys);
    if (Array.isArray(value)) return value;
    this.wrong([artifact, ...keys].join("."), "expected a list");
    return [];
  }

  objects(
    root: JsonObject | null | undefined,
    artifact: string,
    ...keys: readonly string[]
  ): readonly JsonObject[] {
    const path = [artifact, ...keys].join(".");
    return this.list(root, artifact, ...keys).filter((item, index): item is JsonObject =>
      this.all(isObject(item), `${path}[${index}]`, "expected an object"),
    );
  }

  texts(
    root: JsonObject | null | undefined,
    artifact: string,
    ...keys: readonly string[]
  ): readonly string[] {
    const path = [artifact, ...keys].join(".");
    return this.list(root, artifact, ...keys).filter((item, index): item is string =>
      this.all(typeof item === "string", `${path}[${index}]`, "expected a text"),
    );
  }

  /** Gates, whose `allowed_if` and `blocked_if` are lists of objects where they are given. */
  gates(root: JsonObject | null | undefined): readonly JsonObject[] {
    const gates = this.objects(root, "gating_rules", "gates");
    gates.forEach((gate, index) => {
      for (const key of ["allowed_if", "blocked_if"]) {
        if (own(gate, key) !== undefined) this.objects(gate, `gating_rules.gates[${index}]`, key);
      }
    });
    return gates;
  }

  successCriteria(root: JsonObject | null | undefined): Record<string, readonly unknown[]> {
    if (root == null) return {};
    const path = "outcome_contract.success_criteria";
    const value = own(root, "success_criteria");
    if (!isObject(value)) {
      this.wrong(path, "expected an object of lists");
      return {};
    }
    const groups = Object.keys(value).map((key) => [key, this.list(value, path, key)] as const);
    return Object.fromEntries(groups);
  }

  private all(holds: boolean, path: string, message: string): boolean {
    if (!holds) this.wrong(path, message);
    return holds;
  }

  private wrong(path: string, message: string): void {
    this.findings.push(finding("CFO-03", path, message));
  }
}
