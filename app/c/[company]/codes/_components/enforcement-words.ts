import { ENFORCEMENT_MODES, type EnforcementMode } from "@/kernel/enforcement";

/** What a code stops, as the heading under which it stands; the sentence below it is the contract's table's own. */
export const ENFORCEMENT_TITLES: Record<EnforcementMode, string> = {
  block_request: "A request is blocked",
  trigger_unknown: "A trigger is unknown",
  withhold_close: "A close is withheld",
  refuse_claim: "A claim is refused",
  refuse_policy: "The policy is refused",
};

/** Those that people meet every day first; a policy is refused once in a while. */
export const ENFORCEMENTS = Object.keys(ENFORCEMENT_TITLES) as EnforcementMode[];

export const enforcementSentence = (mode: EnforcementMode): string => `${ENFORCEMENT_MODES[mode]}.`;
