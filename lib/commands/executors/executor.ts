import type { ChangeFacts, LeverValue, Subsystem } from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";

export const ENTITY_TYPES = ["campaign", "campaign_channel", "settings"] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/**
 * What stands in a field: its JSON in the database's own text, so that a number keeps every digit on its way into an
 * action and back; or nothing, because the field is not set, or because the company has no such settings at all.
 */
export type Standing = { json: string } | { absent: "field" | "row" };

/** Why a field can neither be read nor written, as a sentence. */
export type Unreadable = { unreadable: string };

export type Where = { tenantId: string; entityId: string };
export type By = { userId: string | undefined; at: Date };

/** Where one field stands in the spine, and how it is read and written there. */
export interface Place {
  /** Reads what stands there and holds it until the transaction ends. */
  hold(tx: Transaction, where: Where): Promise<Standing | Unreadable>;
  /** Writes, and answers what then stands there: a column may round what it is given. */
  put(tx: Transaction, where: Where, standing: Standing, by: By): Promise<Standing>;
}

/** One subsystem: where each of its fields stands by kind of row, and what its limits depend on. */
export interface Executor {
  readonly subsystem: Subsystem;
  readonly places: Readonly<Partial<Record<EntityType, Readonly<Record<string, Place>>>>>;
  /** What the limits of a field depend on, beside the company's ceiling and the day. */
  facts(tx: Transaction, where: Where & { field: string }, at: Date): Promise<Partial<ChangeFacts>>;
  /** Whether a change of this field may raise what running campaigns spend in a day. */
  spends(field: string): boolean;
}

/** The value of a field for the rules: what is absent is null. */
export function presentValue(standing: Standing): LeverValue {
  return "json" in standing ? JSON.parse(standing.json) : null;
}

/** As it is kept in `optimization_actions.old_value`: a value that is null is told from one that is not there. */
export function storedStanding(standing: Standing): string {
  return "json" in standing ? `{"value": ${standing.json}}` : JSON.stringify(standing);
}
