/** Compiles what was read of `gating_rules.gates` into the four gates and their figures. */
import { parseCondition } from "../language/condition";
import {
  readCriticalRolesPerMonth,
  readExperimentCapPct,
  readMonthlyLimitUsd,
  readScaleUpPct,
} from "../language/figures";
import type { CompiledGate, CompiledRule, GateFigures } from "../policy";
import { GATE_IDS, type GateId, gateShortId } from "../vocabulary";
import { CONTRACT_FIGURES, CONTRACT_RULES } from "./contract-rules";
import { type GateReading, type Material, type RuleReading, resolverOf } from "./reading";
import { isObject, own, ownPath, ownText, texts } from "./values";

/** The gates and figures; without material, those of the contract alone. */
export function compileGates(material: Material | null): {
  readonly gates: Readonly<Record<GateId, CompiledGate>>;
  readonly figures: GateFigures;
} {
  const notes: Record<GateId, string[]> = {
    G1_HEADCOUNT: [],
    G2_GTM_SPEND: [],
    G3_PRODUCT_AND_RND: [],
    G4_VENDOR_AND_NON_LABOR: [],
  };
  const compiled = GATE_IDS.map((id) => compileGate(id, material, notes[id]));
  const [g1, g2, g3, g4] = compiled as [CompiledGate, CompiledGate, CompiledGate, CompiledGate];
  const figures = readFigures([g1, g2, g3, g4], notes);
  return {
    gates: { G1_HEADCOUNT: g1, G2_GTM_SPEND: g2, G3_PRODUCT_AND_RND: g3, G4_VENDOR_AND_NON_LABOR: g4 },
    figures,
  };
}

function compileGate(id: GateId, material: Material | null, notes: string[]): CompiledGate {
  const shortId = gateShortId(id);
  // A second gate under one id can only close more: its allow rules are dropped, its blocks are added.
  const readings = material?.gates.filter((gate) => gate.id === id) ?? [];
  const first: GateReading | undefined = readings[0];
  const contract = CONTRACT_RULES[id];
  const blocked = readings.flatMap((gate) => gate.blockedIf);
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
      `${shortId}.allowed_if`,
      first?.allowedIf ?? [],
      contract.allowedIf,
      material,
      notes,
      true,
    ),
    blockedIf: compileRules(`${shortId}.blocked_if`, blocked, contract.blockedIf, material, notes, false),
    exceptions: isObject(exceptions)
      ? Object.keys(exceptions)
          .filter((key) => own(exceptions, key) !== undefined)
          .map((key) => ({ id: key, text: ownText(exceptions, key) }))
      : [],
    requiredControls: texts(own(first?.raw, "required_controls")),
    approvers: texts(approvers),
    notes,
  };
}

/** Rules play their part by index; the contract's stands where the artifact has none. */
function compileRules(
  prefix: string,
  readings: readonly RuleReading[],
  contract: readonly string[],
  material: Material | null,
  notes: string[],
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
      if (material !== null)
        notes.push(`${rule} is not in the artifact; contract A6.2 stands: ${fallback.when}.`);
    }
  }
  if (ignored > 0) {
    notes.push(`${prefix}: rules from [${contract.length}] on are further allow rules and are ignored.`);
  }
  return rules;
}

function contractRule(rule: string, when: string, material: Material | null): CompiledRule {
  const read = parseCondition(when, material?.resolve ?? resolverOf([]));
  if (!read.ok) throw new Error(`contract rule ${rule} does not parse: ${read.message}`);
  return { rule, when, effect: "", condition: read.value.condition, fromArtifact: false };
}

function readFigures(
  gates: readonly [CompiledGate, CompiledGate, CompiledGate, CompiledGate],
  notes: Record<GateId, string[]>,
): GateFigures {
  const figure = (
    gate: CompiledGate,
    reader: (text: string) => number | null,
    fallback: number,
    what: string,
  ) => {
    const found = reader(gate.allowedIf[0]?.effect ?? "");
    if (found !== null) return found;
    notes[gate.id].push(`${gate.shortId}.allowed_if[0] names no ${what}; contract A6.2 has ${fallback}.`);
    return fallback;
  };
  const [g1, g2, , g4] = gates;
  const contract = CONTRACT_FIGURES;
  return {
    criticalRolesPerMonth: figure(
      g1,
      readCriticalRolesPerMonth,
      contract.criticalRolesPerMonth,
      "number of critical roles a month",
    ),
    scaleUpPct: figure(g2, readScaleUpPct, contract.scaleUpPct, "percentage for scaling"),
    experimentCapPct: figure(
      g2,
      readExperimentCapPct,
      contract.experimentCapPct,
      "percentage for experiments",
    ),
    vendorRoiCaseUsdPerMonth: figure(
      g4,
      readMonthlyLimitUsd,
      contract.vendorRoiCaseUsdPerMonth,
      "monthly limit in USD",
    ),
  };
}
