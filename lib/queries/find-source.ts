import type { Transaction } from "../db/tenant-transaction";
import type { Found } from "./found-groups";
import type { Person } from "./waiting";

export type FindGround = { tx: Transaction; person: Person; words: readonly string[] };
export type FindSource = (ground: FindGround) => Promise<Found[]>;

export const MOST_PER_GROUP = 8;
