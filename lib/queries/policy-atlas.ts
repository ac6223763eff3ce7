import type { AtlasReport, Cadence, Mode, TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ActivePolicy, trustedPolicy } from "../policy/active-policy";
import { atlasByHash, type KnownAtlas } from "../policy/atlas-by-hash";
import {
  type AtlasGate,
  type AtlasPoint,
  type DenyGroup,
  denyGroups,
  gatesAt,
  pointNamed,
  presentPoint,
} from "./policy-atlas-view";
import { bundleIdIn } from "./policy-head";
import { loadSituation, type PresentSituation } from "./situation";
import type { Person } from "./waiting";

export type PolicyAtlasView = {
  policy: { bundleId: string; version: string; hash: string; isInForce: boolean };
  /** The newest closed cycle, on which the present situation rests; null before the first. */
  cycle: { cadence: Cadence; cycleKey: string; evaluatedAt: Date } | null;
  triggers: {
    shortId: string;
    name: string;
    critical: boolean;
    state: TriggerState;
    today: TriggerState;
  }[];
  chosen: AtlasPoint;
  today: { mode: Mode; crmHygieneEnforced: boolean };
  /** Whether the present situation is shown. */
  isToday: boolean;
  gates: AtlasGate[];
  report: Pick<
    AtlasReport,
    | "situations"
    | "classes"
    | "rules"
    | "rulesThatNeverFire"
    | "codesThatCannotOccur"
    | "thresholds"
    | "promises"
  >;
  defaultDeny: DenyGroup[];
};

/** The atlas at the point that the address names: of the policy in force, or of the version that it names. */
export function loadPolicyAtlas(
  person: Person,
  params: Readonly<Record<string, string | string[] | undefined>>,
): Promise<Result<PolicyAtlasView>> {
  return settle(async () => {
    const { present, policy } = await inTenant(person, async (tx) => {
      const present = await loadSituation(tx, person.tenantId);
      return { present, policy: await versionNamed(tx, person.tenantId, params.version, present.policy) };
    });
    // After the transaction: no connection is held while a policy is laid out.
    return viewOf(present, policy, await atlasOfPolicy(policy), params);
  });
}

/** A version with faults has no atlas: it blocks everything. */
async function versionNamed(
  tx: Transaction,
  tenantId: string,
  named: string | readonly string[] | undefined,
  inForce: ActivePolicy,
): Promise<ActivePolicy> {
  if (named === undefined || named === "" || named === inForce.bundleId) return inForce;
  const id = typeof named === "string" ? bundleIdIn(named) : null;
  const bundle = id && (await tx.policyBundle.findFirst({ where: { tenantId, id } }));
  return bundle
    ? trustedPolicy(bundle)
    : abort("NOT_FOUND", "There is no such policy version in this company.");
}

async function atlasOfPolicy(policy: ActivePolicy): Promise<KnownAtlas> {
  try {
    return await atlasByHash(policy.hash, policy.compiled);
  } catch (error) {
    // The kernel's word for a policy with more combinations than can be laid out.
    if (error instanceof RangeError)
      return abort("TOO_LARGE", `Policy ${policy.version} has no atlas: ${error.message}.`);
    throw error;
  }
}

/** The states of today for the triggers of the policy that is looked at; one that is new is not known yet. */
function todayUnder(policy: ActivePolicy, { situation }: PresentSituation): AtlasPoint {
  const point = presentPoint(situation);
  const states = policy.compiled.triggers.map(
    ({ shortId }) => [shortId, point.states[shortId] ?? ("UNKNOWN" as const)] as const,
  );
  return { ...point, states: Object.fromEntries(states) };
}

function viewOf(
  present: PresentSituation,
  policy: ActivePolicy,
  { atlas, report }: KnownAtlas,
  params: Readonly<Record<string, string | string[] | undefined>>,
): PolicyAtlasView {
  const { cycle } = present;
  const today = todayUnder(policy, present);
  const chosen = pointNamed(params, today);
  const { situations, classes, rules, rulesThatNeverFire, codesThatCannotOccur, thresholds, promises } =
    report;
  const triggers = policy.compiled.triggers.map(({ shortId, name, critical }) => ({
    shortId,
    name,
    critical,
    state: chosen.states[shortId] ?? "UNKNOWN",
    today: today.states[shortId] ?? "UNKNOWN",
  }));
  return {
    policy: {
      bundleId: policy.bundleId,
      version: policy.version,
      hash: policy.hash,
      isInForce: policy.bundleId === present.policy.bundleId,
    },
    cycle: cycle && {
      cadence: cycle.cadence,
      cycleKey: cycle.cycleKey,
      evaluatedAt: cycle.evaluatedAt,
    },
    triggers,
    chosen,
    today: { mode: today.mode, crmHygieneEnforced: today.crmHygieneEnforced },
    isToday:
      triggers.every((trigger) => trigger.state === trigger.today) &&
      chosen.mode === today.mode &&
      chosen.crmHygieneEnforced === today.crmHygieneEnforced,
    gates: gatesAt(atlas, chosen),
    report: { situations, classes, rules, rulesThatNeverFire, codesThatCannotOccur, thresholds, promises },
    defaultDeny: denyGroups(report),
  };
}
