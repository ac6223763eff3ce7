import type { ActionType, LeverValue } from "./contract";
import type { Subsystem } from "./levers";

/** What is changed, wherever it stands: enough of an action, candidate or suppressed action to name it. */
export interface Change {
  readonly owner_subsystem: Subsystem;
  readonly type: ActionType;
  readonly target_entity: { readonly type: string; readonly id: string };
  readonly proposed_change: { readonly field: string; readonly new_value: LeverValue };
}

const LONGEST_VALUE_IN_ID = 60;

/** `campaigns.budget_daily`. */
export function leverOf({
  owner_subsystem,
  proposed_change,
}: Pick<Change, "owner_subsystem"> & { readonly proposed_change: { readonly field: string } }): string {
  return `${owner_subsystem}.${proposed_change.field}`;
}

/** The lever and the row or settings that it is pulled on: the unit of learning, and of what may be open at once. */
export function leverAndEntity(
  lever: string,
  entity: { readonly type: string; readonly id: string },
): string {
  return `${lever}@${entity.type}:${entity.id}`;
}

/** The same value has the same text, however its keys are ordered. */
export function valueText(value: LeverValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Says what the action does, never when: the same change has the same id in every cycle. */
export function actionIdOf(change: Change): string {
  const value = valueText(change.proposed_change.new_value);
  const shown = value.length <= LONGEST_VALUE_IN_ID ? value : `#${fingerprint(value)}`;
  const { type, id } = change.target_entity;
  const entity = id.length <= LONGEST_VALUE_IN_ID ? id : `#${fingerprint(id)}`;
  return `${leverOf(change)}:${change.type}:${type}:${entity}=${shown}`;
}

/** FNV-1a over 64 bits: tells long texts apart in an id; it guards nothing. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= BigInt(text.charCodeAt(index));
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
