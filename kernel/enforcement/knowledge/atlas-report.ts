/** What the atlas shows about the policy as a whole: rules and codes that are never met, and bare refusals. */
import { holdingOf } from "../gates/situation";
import type { CompiledRule } from "../policy";
import { REASON_CODES, type ReasonCode } from "../reason-codes";
import { GATE_IDS, type GateId } from "../vocabulary";
import { type Atlas, verdictAt } from "./atlas";
import { kindOf, triggersBehind } from "./behaviour";
import { type PromiseCheck, promiseChecks } from "./promises";
import { type Region, regionsOf } from "./regions";
import { situationAt, situationsPerPoint, stateSpace } from "./state-space";
import { type ThresholdCoverage, thresholdCoverage } from "./threshold-coverage";

export interface AtlasReport {
  readonly situations: number;
  readonly classes: number;
  /** Combinations of a situation and a class that end in this verdict. */
  readonly verdicts: readonly {
    readonly allowed: boolean;
    readonly rules: readonly string[];
    readonly codes: readonly ReasonCode[];
    readonly cells: number;
  }[];
  readonly rules: readonly RuleUse[];
  /** Rules of the artifacts that decide nothing, in no situation and for no request. */
  readonly rulesThatNeverFire: readonly string[];
  readonly codesThatCannotOccur: readonly ReasonCode[];
  readonly defaultDeny: readonly DefaultDeny[];
  readonly thresholds: readonly ThresholdCoverage[];
  readonly promises: readonly PromiseCheck[];
}

export interface RuleUse {
  readonly rule: string;
  readonly when: string;
  /** Situations in which its condition holds. */
  readonly holds: number;
  /** Combinations of situation and class that it decides. */
  readonly decides: number;
}

/** Where nothing but default deny stands against a class of request. */
export interface DefaultDeny {
  readonly classId: string;
  readonly label: string;
  readonly situations: number;
  readonly regions: readonly Region[];
}

/** The codes a gate gives: CFO-34 is the log's alone, the rest are the run's or the artifacts'. */
const GATE_CLAUSE = /^RUNTIME-(?:A6-(?:[3-9]|10)|A9-3|A10-2)$/;
export const GATE_CODES: readonly ReasonCode[] = REASON_CODES.filter(({ clause }) =>
  GATE_CLAUSE.test(clause),
).map(({ code }) => code);

export function atlasReport(atlas: Atlas): AtlasReport {
  const cells = cellsOf(atlas);
  const decides = new Map<string, number>();
  const codes = new Set<ReasonCode>();
  atlas.verdicts.forEach((verdict, place) => {
    for (const code of verdict.codes) codes.add(code);
    for (const rule of verdict.rules) decides.set(rule, (decides.get(rule) ?? 0) + (cells[place] ?? 0));
  });
  const rules = rulesOf(atlas, decides);
  return {
    situations: atlas.situations,
    classes: atlas.classes.length,
    verdicts: atlas.verdicts.map((verdict, place) => ({ ...verdict, cells: cells[place] ?? 0 })),
    rules,
    rulesThatNeverFire: rules.filter((rule) => rule.decides === 0).map(({ rule }) => rule),
    codesThatCannotOccur: GATE_CODES.filter((code) => !codes.has(code)),
    defaultDeny: GATE_IDS.flatMap((gateId) => defaultDeny(atlas, gateId)),
    thresholds: thresholdCoverage(atlas.policy),
    promises: promiseChecks(atlas),
  };
}

/** For each verdict, how many combinations of situation and class come to it. */
function cellsOf({ gates, verdicts }: Atlas): Float64Array {
  const cells = new Float64Array(verdicts.length);
  for (const gateId of GATE_IDS) {
    const { table, situations } = gates[gateId];
    for (const row of table) {
      row.forEach((place, view) => {
        cells[place] = (cells[place] ?? 0) + (situations[view] ?? 0);
      });
    }
  }
  return cells;
}

function rulesOf(atlas: Atlas, decides: ReadonlyMap<string, number>): RuleUse[] {
  return GATE_IDS.flatMap((gateId) => {
    const { allowedIf, blockedIf } = atlas.policy.gates[gateId];
    return [...allowedIf, ...blockedIf].map((rule) => ({
      rule: rule.rule,
      when: rule.when,
      holds: situationsWhere(atlas, rule),
      decides: decides.get(rule.rule) ?? 0,
    }));
  });
}

function situationsWhere({ policy, situations }: Atlas, rule: CompiledRule): number {
  // Over the rule's own triggers: one that its gate never asks has no part in the gate's space.
  const space = stateSpace(policy, new Set(triggersBehind(policy, rule.rule)));
  let count = 0;
  for (let index = 0; index < space.size; index += 1) {
    if (holdingOf(situationAt(policy, space, index), rule, kindOf(rule)).holds) count += 1;
  }
  return (count * situations) / space.size;
}

function defaultDeny({ policy, gates, verdicts }: Atlas, gateId: GateId): DefaultDeny[] {
  const gate = gates[gateId];
  const bare = new Set(
    verdicts.flatMap(({ allowed, rules }, place) =>
      !allowed && rules.length === 1 && rules[0]?.endsWith(".default_deny") ? [place] : [],
    ),
  );
  const each = situationsPerPoint(policy, gate.space);
  return gate.classes.flatMap(({ id, label }, at) => {
    const regions = regionsOf(gate.space, (index) => bare.has(verdictAt(gate, at, index)));
    if (regions.length === 0) return [];
    const points = regions.reduce((sum, region) => sum + region.points, 0);
    return [{ classId: id, label, situations: points * each, regions }];
  });
}
