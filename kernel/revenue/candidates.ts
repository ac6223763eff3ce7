import { leverAndEntity, leverOf } from "./action-identity";
import type { Candidate } from "./candidate";
import { CATALOGUE } from "./catalogue";
import type { CatalogueEntry } from "./catalogue-entry";
import type { SuppressedAction } from "./contract";
import { type Draft, draftOf } from "./draft";
import { byText } from "./figures";
import { newValuesOf } from "./new-values";
import { holds, returnYardstick } from "./preconditions";
import { draftOfProposal } from "./proposal";
import { type Objection, objectionTo, type Surroundings, suppressed } from "./restraint";
import { type Entity, subsystemOf, type TenantView } from "./tenant-view";

export interface Candidates {
  readonly drafts: readonly Draft[];
  readonly suppressed: readonly SuppressedAction[];
}

/** An idea is filled in for at most so many campaigns: those where it has most to gain. */
const MOST_ENTITIES_PER_ENTRY = 4;

/** The catalogue's ideas for this tenant and what was proposed beside them, without what something objects to. */
export function candidatesOf(
  surroundings: Surroundings,
  scaleUpPct: number,
  proposals: readonly Candidate[],
): Candidates {
  const { view } = surroundings;
  const found = CATALOGUE.flatMap((entry) =>
    entitiesFor(entry, view).map((entity) => firstUnopposed(entry, entity, surroundings, scaleUpPct)),
  );
  const proposed = proposals.map((proposal) => judged(proposal, surroundings));
  return onceEach([...found, ...proposed]);
}

interface Judged {
  readonly draft: Draft | null;
  readonly suppressed: readonly SuppressedAction[];
}

/** Those that the idea fits, the most worthwhile first. */
function entitiesFor(entry: CatalogueEntry, view: TenantView): Entity[] {
  return view.entities
    .filter((entity) => entity.ref.type === entry.on && subsystemOf(entity) === entry.subsystem)
    .filter((entity) => holds(entry.when, view, entity))
    .map((entity) => ({ entity, worth: worthOf(entity, view) }))
    .sort((a, b) => b.worth - a.worth || byText(a.entity.ref.id, b.entity.ref.id))
    .slice(0, MOST_ENTITIES_PER_ENTRY)
    .map(({ entity }) => entity);
}

/** A large share of the spend that does much better or much worse than usual is where a change matters most. */
function worthOf({ share, roas, cac, channel }: Entity, view: TenantView): number {
  const usual = returnYardstick(view);
  const byReturn = roas === null ? 0 : Math.abs(roas - usual) / usual;
  const average = view.usualCac ?? 0;
  const byCost = channel === null || cac === null || average <= 0 ? 0 : Math.abs(cac - average) / average;
  return share * (0.1 + Math.min(2, Math.max(byReturn, byCost)));
}

/**
 * The first of the idea's values that may be tried. Values that were tried in vain are named as suppressed; any other
 * objection would meet the next value as well.
 */
function firstUnopposed(
  entry: CatalogueEntry,
  entity: Entity,
  surroundings: Surroundings,
  scaleUpPct: number,
): Judged {
  const passedOver: SuppressedAction[] = [];
  for (const value of newValuesOf(entry, surroundings.view, entity, scaleUpPct)) {
    const draft = draftOf(entry, surroundings.view, entity, value);
    const objection = objectionTo(draft, surroundings);
    if (objection === null) return { draft, suppressed: passedOver };
    passedOver.push(suppressed(draft, objection));
    if (objection.by !== "learning") break;
  }
  return { draft: null, suppressed: passedOver };
}

function judged(proposal: Candidate, surroundings: Surroundings): Judged {
  const { view } = surroundings;
  const { type, id } = proposal.target_entity;
  const entity = view.entities.find(({ ref }) => ref.type === type && ref.id === id);
  if (entity === undefined || subsystemOf(entity) !== proposal.owner_subsystem)
    return { draft: null, suppressed: [unknownEntity(proposal)] };
  const draft = draftOfProposal(proposal, view, entity);
  const objection = objectionTo(draft, surroundings);
  return objection === null
    ? { draft, suppressed: [] }
    : { draft: null, suppressed: [suppressed(draft, objection)] };
}

/** The name is the proposer's own and stays out: the id says enough. */
function unknownEntity({
  owner_subsystem,
  type,
  target_entity,
  proposed_change,
}: Candidate): SuppressedAction {
  const lever = leverOf({ owner_subsystem, proposed_change });
  const objection: Objection = {
    by: "executor_rule",
    rules: ["action-executor-map"],
    reason: `The company has no ${target_entity.type} that ${owner_subsystem} changes under this id.`,
  };
  return {
    action_id: `${leverAndEntity(lever, target_entity)}`.slice(0, 300),
    lever,
    type,
    target_entity,
    proposed_change,
    by: objection.by,
    reason_codes: [],
    rules: [...objection.rules],
    reason: objection.reason,
  };
}

/** What the catalogue and a proposal both say counts once, as the catalogue's. */
function onceEach(all: readonly Judged[]): Candidates {
  const drafts = new Map<string, Draft>();
  const held = new Map<string, SuppressedAction>();
  for (const { draft, suppressed: passedOver } of all) {
    if (draft !== null && !drafts.has(draft.actionId)) drafts.set(draft.actionId, draft);
    for (const each of passedOver) if (!held.has(each.action_id)) held.set(each.action_id, each);
  }
  const suppressed = [...held.values()].filter(({ action_id }) => !drafts.has(action_id));
  return { drafts: [...drafts.values()], suppressed };
}
