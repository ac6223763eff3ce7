import type { AtlasReport, Cadence, Mode, TriggerState } from "../../kernel/enforcement";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
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
import { loadSituation, type PresentSituation } from "./situation";
import type { Person } from "./waiting";

export type PolicyAtlasView = {
  policy: { version: string; hash: string };
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

/** The atlas of the policy in force at the point that the address names. */
export function loadPolicyAtlas(
  person: Person,
  params: Readonly<Record<string, string | string[] | undefined>>,
): Promise<Result<PolicyAtlasView>> {
  return settle(async () => {
    const present = await inTenant(person, (tx) => loadSituation(tx, person.tenantId));
    // After the transaction: no connection is held while a policy is laid out.
    return viewOf(present, await atlasOfPolicy(present), params);
  });
}

async function atlasOfPolicy({ policy }: PresentSituation): Promise<KnownAtlas> {
  try {
    return await atlasByHash(policy.hash, policy.compiled);
  } catch (error) {
    // The kernel's word for a policy with more combinations than can be laid out.
    if (error instanceof RangeError)
      return abort("TOO_LARGE", `Policy ${policy.version} has no atlas: ${error.message}.`);
    throw error;
  }
}

function viewOf(
  { policy, cycle, situation }: PresentSituation,
  { atlas, report }: KnownAtlas,
  params: Readonly<Record<string, string | string[] | undefined>>,
): PolicyAtlasView {
  const today = presentPoint(situation);
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
    policy: { version: policy.version, hash: policy.hash },
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
