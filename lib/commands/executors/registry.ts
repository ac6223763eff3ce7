import { campaigns } from "./campaigns";
import { content } from "./content";
import { crm } from "./crm";
import { ENTITY_TYPES, type EntityType, type Executor, type Place } from "./executor";
import { pricing } from "./pricing";
import { routing } from "./routing";

/**
 * Every subsystem that actions change, in the order of kernel/revenue/levers.ts. Which values a field takes is not
 * said here but in kernel/revenue/change-rules.ts, by which the kernel proposes.
 */
export const EXECUTORS: readonly Executor[] = [campaigns, crm, pricing, routing, content];

export type FoundPlace = { executor: Executor; place: Place; entityType: EntityType };

/** The executor of a field and where the field stands; in words, why there is none. */
export function findPlace(change: {
  subsystem: string;
  entityType: string;
  field: string;
}): FoundPlace | { refused: string } {
  const { subsystem, field } = change;
  const executor = EXECUTORS.find((each) => each.subsystem === subsystem);
  if (!executor) return { refused: `There is no executor for ${subsystem}.` };
  const entityType = ENTITY_TYPES.find((each) => each === change.entityType);
  const fields = entityType && executor.places[entityType];
  if (!entityType || !fields) return { refused: `${subsystem} changes no ${change.entityType}.` };
  const place = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (!place) return { refused: `A ${entityType} has no ${field} that ${subsystem} could change.` };
  return { executor, place, entityType };
}
