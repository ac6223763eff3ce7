/** Compiles what was read of `gating_rules.gates` into the four gates and their figures. */
import { parseCondition } from "../language/condition";
import { FIGURES, type FigureKind } from "../language/figure-misses";
import type { CompiledGate, CompiledRule, GateFigures, GateNote } from "../policy";
import { GATE_IDS, type GateId, gateShortId } from "../vocabulary";
import { CONTRACT_FIGURES, CONTRACT_RULES } from "./contract-rules";
import { type GateReading, type Material, type RuleReading, resolverOf } from "./reading";
import { isObject, own, ownPath, ownText, texts } from "./values";

/** The gates and figures; without material, those of the contract alone. */
export function compileGates(material: Material | null): {
  readonly gates: Readonly<Record<GateId, CompiledGate>>;
  readonly figures: GateFigures;
} {
  const noted: Record<GateId, GateNote[]> = {
    G1_HEADCOUNT: [],
    G2_GTM_SPEND: [],
    G3_PRODUCT_AND_RND: [],
    G4_VENDOR_AND_NON_LABOR: [],
  };
  const compiled = GATE_IDS.map((id) => compileGate(id, material, noted[id]));
  const [g1, g2, g3, g4] = compiled as [UnnotedGate, UnnotedGate, UnnotedGate, UnnotedGate];
  const figures = readFigures([g1, g2, g3, g4], material, noted);
  const gates = {
    G1_HEADCOUNT: withNotes(g1, noted),
    G2_GTM_SPEND: withNotes(g2, noted),
    G3_PRODUCT_AND_RND: withNotes(g3, noted),
    G4_VENDOR_AND_NON_LABOR: withNotes(g4, noted),
  };
  return { gates, figures };
}

type UnnotedGate = Omit<CompiledGate, "notes" | "noted">;

function withNotes(gate: UnnotedGate, noted: Readonly<Record<GateId, readonly GateNote[]>>): CompiledGate {
  const own = noted[gate.id];
  return { ...gate, notes: own.map(({ text }) => text), noted: own };
}

function compileGate(id: GateId, material: Material | null, noted: GateNote[]): UnnotedGate {
  const shortId = gateShortId(id);
  // A second gate under one id can only close more: its allow rules are dropped, its blocks are added.
  const readings = material?.gates.filter((gate) => gate.id === id) ?? [];
  const first: GateReading | undefined = readings[0];
  const contract = CONTRACT_RULES[id];
  const blocked = readings.flatMap((gate) => gate.blockedIf);
  const part = (key: string) => (first === undefined ? null : `${first.path}.${key}`);
  const exceptions = own(first?.raw, "exceptions");
  const approvers = ownPath(
    material?.roots.outcomeContract,
    "owners_and_accountability",
    "gate_approvers",
    shortId,
  );
  return {
    id,
    shortId,
    scope: ownText(first?.raw, "scope"),
    allowedIf: compileRules(
      { prefix: `${shortId}.allowed_if`, path: part("allowed_if"), material, noted },
      first?.allowedIf ?? [],
      contract.allowedIf,
      true,
    ),
    blockedIf: compileRules(
      { prefix: `${shortId}.blocked_if`, path: part("blocked_if"), material, noted },
      blocked,
      contract.blockedIf,
      false,
    ),
    exceptions: isObject(exceptions)
      ? Object.keys(exceptions)
          .filter((key) => own(exceptions, key) !== undefined)
          .map((key) => ({ id: key, text: ownText(exceptions, key) }))
      : [],
    requiredControls: texts(own(first?.raw, "required_controls")),
    approvers: texts(approvers),
  };
}

/** The rules of one list of a gate: what they are called, where they stand, and who takes the notes on them. */
interface RuleList {
  readonly prefix: string;
  /** Null where the artifact lacks the gate. */
  readonly path: string | null;
  readonly material: Material | null;
  readonly noted: GateNote[];
}

/** Rules play their part by index; the contract's stands where the artifact has none. */
function compileRules(
  { prefix, path, material, noted }: RuleList,
  readings: readonly RuleReading[],
  contract: readonly string[],
  further: boolean,
): CompiledRule[] {
  const rules: CompiledRule[] = [];
  let ignored = 0;
  for (let index = 0; index < Math.max(readings.length, contract.length); index += 1) {
    const rule = `${prefix}[${index}]`;
    const reading = readings[index];
    const when = contract[index];
    if (reading?.read.ok === true) {
      const { condition } = reading.read.value;
      if (further && index >= contract.length) ignored += 1;
      else rules.push({ rule, when: reading.when, effect: reading.effect, condition, fromArtifact: true });
    } else if (when !== undefined) {
      const fallback = contractRule(rule, when, material);
      rules.push(fallback);
      const text = `${rule} is not in the artifact; contract A6.2 stands: ${fallback.when}.`;
      if (material !== null) noted.push({ text, path: reading?.path ?? path, figure: null });
    }
  }
  if (ignored > 0) {
    const text = `${prefix}: rules from [${contract.length}] on are further allow rules and are ignored.`;
    noted.push({ text, path: path && `${path}[${contract.length}]`, figure: null });
  }
  return rules;
}

function contractRule(rule: string, when: string, material: Material | null): CompiledRule {
  const read = parseCondition(when, material?.resolve ?? resolverOf([]));
  if (!read.ok) throw new Error(`contract rule ${rule} does not parse: ${read.message}`);
  return { rule, when, effect: "", condition: read.value.condition, fromArtifact: false };
}

function readFigures(
  gates: readonly [UnnotedGate, UnnotedGate, UnnotedGate, UnnotedGate],
  material: Material | null,
  noted: Record<GateId, GateNote[]>,
): GateFigures {
  const figure = (gate: UnnotedGate, kind: FigureKind, fallback: number, what: string) => {
    const rule = gate.allowedIf[0];
    const found = FIGURES[kind].reader(rule?.effect ?? "");
    if (found !== null) return found;
    const path = material?.gates.find(({ id }) => id === gate.id)?.path ?? null;
    noted[gate.id].push({
      text: `${gate.shortId}.allowed_if[0] names no ${what}; contract A6.2 has ${fallback}.`,
      path: path && `${path}.allowed_if${rule?.fromArtifact ? "[0].allow" : ""}`,
      figure: kind,
    });
    return fallback;
  };
  const [g1, g2, , g4] = gates;
  const contract = CONTRACT_FIGURES;
  return {
    criticalRolesPerMonth: figure(
      g1,
      "critical_roles",
      contract.criticalRolesPerMonth,
      "number of critical roles a month",
    ),
    scaleUpPct: figure(g2, "scale_up", contract.scaleUpPct, "percentage for scaling"),
    experimentCapPct: figure(g2, "experiment_cap", contract.experimentCapPct, "percentage for experiments"),
    vendorRoiCaseUsdPerMonth: figure(
      g4,
      "monthly_limit",
      contract.vendorRoiCaseUsdPerMonth,
      "monthly limit in USD",
    ),
  };
}
