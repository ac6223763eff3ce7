import {
  type Atlas,
  type AtlasReport,
  type CompiledPolicy,
  GATE_IDS,
  type GateId,
  MODES,
  type Mode,
  type ReasonCode,
  type RequestClass,
  regionText,
  type Situation,
  situationOf,
  TRIGGER_STATES,
  type TriggerState,
} from "../../kernel/enforcement";
import { signaturePath } from "./signature-path";

/** A place of the atlas: what somebody chose, or the present situation. */
export type AtlasPoint = {
  states: Record<string, TriggerState>;
  mode: Mode;
  crmHygieneEnforced: boolean;
};

export type AtlasVerdict = "ALLOWED" | "SIGNABLE" | "BLOCKED";

/** The classes of request of one gate on which the same rules and codes decide. */
export type AtlasGroup = {
  verdict: AtlasVerdict;
  rules: { rule: string; when: string | null }[];
  codes: ReasonCode[];
  /** Whose signatures are still needed; none unless SIGNABLE. */
  roles: string[];
  requests: { classId: string; label: string }[];
};

export type AtlasGate = {
  gateId: GateId;
  counts: Record<AtlasVerdict, number>;
  groups: AtlasGroup[];
};

export type DenyGroup = { regions: string[]; situations: number; labels: string[] };

const VERDICTS: readonly AtlasVerdict[] = ["ALLOWED", "SIGNABLE", "BLOCKED"];
const MODE_PARAM = "mode";
const HYGIENE_PARAM = "crm";
const ENFORCED = "enforced";
const NOT_ENFORCED = "not-enforced";

type Params = Readonly<Record<string, string | string[] | undefined>>;

/** The point that an address names; what it leaves out, or names wrongly, is as it is today. */
export function pointNamed(params: Params, present: AtlasPoint): AtlasPoint {
  const among = <T extends string>(name: string, values: readonly T[], today: T): T =>
    values.find((value) => value === params[name]) ?? today;
  const hygiene = present.crmHygieneEnforced ? ENFORCED : NOT_ENFORCED;
  return {
    states: Object.fromEntries(
      Object.entries(present.states).map(([trigger, today]) => [
        trigger,
        among(trigger, TRIGGER_STATES, today),
      ]),
    ),
    mode: among(MODE_PARAM, MODES, present.mode),
    crmHygieneEnforced: among(HYGIENE_PARAM, [ENFORCED, NOT_ENFORCED], hygiene) === ENFORCED,
  };
}

/** The other way round: the words of an address for what is named; the rest is as it is today. */
export function addressOf({
  states,
  mode,
  crmHygieneEnforced,
}: {
  states: AtlasPoint["states"];
  mode: Mode | null;
  crmHygieneEnforced: boolean | null;
}): string {
  const query = new URLSearchParams(states);
  if (mode !== null) query.set(MODE_PARAM, mode);
  if (crmHygieneEnforced !== null) query.set(HYGIENE_PARAM, crmHygieneEnforced ? ENFORCED : NOT_ENFORCED);
  return query.toString();
}

export function presentPoint(situation: Situation): AtlasPoint {
  const { critical_triggers, noncritical_triggers } = situation.basis;
  return {
    states: { ...critical_triggers, ...noncritical_triggers },
    mode: situation.mode,
    crmHygieneEnforced: situation.crmHygieneEnforced,
  };
}

export function situationAtPoint(policy: CompiledPolicy, point: AtlasPoint): Situation {
  const { crmHygieneEnforced: enforced, states, mode } = point;
  const crmHygiene = { stage_definitions_enforced: enforced, required_fields_enforced: enforced };
  return situationOf(policy, { states, mode, crmHygiene });
}

/** What each gate does at the point with every class of request, gathered by what decides. */
export function gatesAt(atlas: Atlas, point: AtlasPoint): AtlasGate[] {
  const situation = situationAtPoint(atlas.policy, point);
  return GATE_IDS.map((gateId) => {
    const groups = new Map<string, AtlasGroup>();
    for (const requestClass of atlas.gates[gateId].classes) {
      const group = groupOf(atlas, situation, point, requestClass);
      const key = JSON.stringify(group);
      const known = groups.get(key) ?? { ...group, requests: [] };
      known.requests.push({ classId: requestClass.id, label: requestClass.label });
      groups.set(key, known);
    }
    const inOrder = VERDICTS.flatMap((verdict) =>
      [...groups.values()].filter((group) => group.verdict === verdict),
    );
    return { gateId, counts: countsOf(inOrder), groups: inOrder };
  });
}

type Decided = Omit<AtlasGroup, "requests">;

function groupOf(
  atlas: Atlas,
  situation: Situation,
  { states, mode, crmHygieneEnforced }: AtlasPoint,
  { id, gateId, request }: RequestClass,
): Decided {
  const { allowed, rules, codes } = atlas.verdict(states, mode, id, crmHygieneEnforced);
  const { allowedIf, blockedIf } = atlas.policy.gates[gateId];
  const all = [...allowedIf, ...blockedIf];
  const named = rules.map((rule) => ({ rule, when: all.find((each) => each.rule === rule)?.when ?? null }));
  const decided: Decided = { verdict: "BLOCKED", rules: named, codes: [...codes], roles: [] };
  if (allowed) return { ...decided, verdict: "ALLOWED" };
  const path = signaturePath(atlas.policy, situation, request);
  if (!path.isSignable) return decided;
  const signed = (request.signoffs ?? []).map(({ role }) => role);
  return {
    ...decided,
    verdict: "SIGNABLE",
    roles: path.requiredRoles.filter((role) => !signed.includes(role)),
  };
}

function countsOf(groups: readonly AtlasGroup[]): Record<AtlasVerdict, number> {
  const counts = { ALLOWED: 0, SIGNABLE: 0, BLOCKED: 0 };
  for (const { verdict, requests } of groups) counts[verdict] += requests.length;
  return counts;
}

/** Where default deny alone stands, said once for all classes of which it is true. */
export function denyGroups({ defaultDeny }: Pick<AtlasReport, "defaultDeny">): DenyGroup[] {
  const groups = new Map<string, DenyGroup>();
  for (const { label, situations, regions } of defaultDeny) {
    const words = regions.map(regionText);
    const key = words.join("\n");
    const known = groups.get(key) ?? { regions: words, situations, labels: [] };
    known.labels.push(label);
    groups.set(key, known);
  }
  return [...groups.values()].sort((one, other) => other.situations - one.situations);
}
