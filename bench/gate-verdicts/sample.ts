/** The common sample: requests of every class in situations of every kind, the same in each run. */

import { pick, randomFrom } from "../../kernel/enforcement/corpus/random";
import { representatives } from "../../kernel/enforcement/corpus/representatives";
import type { GateRequest, Mode, SituationFacts, TriggerState } from "../../kernel/enforcement/index";
import { type Facts, factsOf } from "./facts";

export interface Question {
  situation: SituationFacts;
  request: GateRequest;
  facts: Facts;
}

const TRIGGERS = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"];
const STATES: TriggerState[] = ["PASS", "PASS", "PASS", "PASS", "WATCH", "FAIL", "UNKNOWN"];
const MODES: Mode[] = ["NORMAL", "NORMAL", "NORMAL", "DEFENSIVE"];

export function questions(count: number): Question[] {
  const random = randomFrom(20260222);
  return Array.from({ length: count }, (_, index) => {
    const enforced = random() > 0.1;
    const situation: SituationFacts = {
      states: Object.fromEntries(TRIGGERS.map((id) => [id, pick(random, STATES)])),
      mode: pick(random, MODES),
      crmHygiene: { stage_definitions_enforced: true, required_fields_enforced: enforced },
    };
    // Every class stands in the sample equally often, healthy situations about as often as troubled ones.
    if (index % 2 === 0)
      Object.assign(situation, { states: Object.fromEntries(TRIGGERS.map((id) => [id, "PASS"])) });
    const { request } =
      representatives[(index >> 1) % representatives.length] ?? pick(random, representatives);
    return { situation, request, facts: factsOf(situation, request) };
  });
}
