import * as z from "zod";
import { actionSchema } from "./contract";

const action = actionSchema.shape;
const guardrails = action.guardrails.shape;

/**
 * What somebody proposes to do, before the cycle has judged it: an action without what only the cycle may say, which is
 * its id, priority, score, limit of spend and need of a signature. The catalogue makes candidates, and a language model
 * may; both pass the same gates.
 */
export const candidateSchema = z
  .strictObject({
    owner_subsystem: action.owner_subsystem,
    type: action.type,
    lens: action.lens,
    target_metric: action.target_metric,
    target_direction: action.target_direction,
    target_entity: action.target_entity,
    proposed_change: action.proposed_change,
    /** Share of leads, visitors or spend that meets the change, percent. */
    max_exposure_percent: guardrails.max_exposure_percent,
    /** What ends the action early; nothing runs without. */
    abort_conditions: guardrails.abort_conditions.min(1),
    experiment: action.experiment,
    observation_window_days: action.observation_window_days,
    expected_impact: action.expected_impact,
    expected_economic_impact: action.expected_economic_impact,
    notes_for_humans: action.notes_for_humans,
  })
  .refine((candidate) => (candidate.type === "experiment") === (candidate.experiment !== null), {
    message: "An experiment, and nothing else, describes its arms.",
    path: ["experiment"],
  });
export type Candidate = z.infer<typeof candidateSchema>;
