import type { Transaction } from "../db/tenant-transaction";
import type { Person } from "./waiting";

/** One thing that was found. */
export type Found = {
  key: string;
  title: string;
  /** In a few words: what it is and where it stands. */
  about: string;
  /** After the company's own address. */
  path: string;
  /** A request's status or a trigger's state. */
  state?: string;
  amountUsd?: number;
  /** It is named by its number, and was typed by it. */
  isExact?: boolean;
};

export type FindGround = { tx: Transaction; person: Person; words: readonly string[] };
export type FindSource = (ground: FindGround) => Promise<Found[]>;

export const MOST_PER_GROUP = 8;
