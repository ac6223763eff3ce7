import { type SituationFacts, triggerShortId } from "../../kernel/enforcement";
import type { PresentSituation } from "./situation";

/** The facts behind a situation as plain data, which a page can hand to the browser or change to ask "what if". */
export function factsOf({ cycle }: Pick<PresentSituation, "cycle">): SituationFacts {
  return {
    states: Object.fromEntries(
      Object.entries(cycle?.states ?? {}).map(([id, state]) => [triggerShortId(id), state]),
    ),
    mode: cycle?.mode ?? "DEFENSIVE",
    crmHygiene: cycle?.crmHygiene ?? null,
  };
}
