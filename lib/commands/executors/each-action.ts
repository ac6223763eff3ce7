import { isTransient, type Tried, tryRepeatedly } from "../../db/transient-failure";
import { abort, ExpectedFailure } from "../../failures";
import type { ActionMove } from "./action-entry";

/** An action that was left as it was, and why: it waits, somebody else was faster, or the database did not answer. */
export type ActionLeft = { actionId: string; reason: string };

/** A transaction that could not be finished, for want of the database's help or because of a fault of ours. */
export type Unfinished = Extract<Tried<ActionMove>, { ok: false }>;

/**
 * One action after another, each in a transaction of its own and tried again where the failure is one of the moment:
 * whatever happens to one, the others have their turn.
 */
export async function eachAction(
  actionIds: readonly string[],
  work: (actionId: string, attempt: number) => Promise<ActionMove | null>,
  unfinished: (actionId: string, failure: Unfinished) => Promise<ActionMove | ActionLeft>,
): Promise<{ moved: ActionMove[]; left: ActionLeft[] }> {
  const result = { moved: [] as ActionMove[], left: [] as ActionLeft[] };
  for (const actionId of actionIds) {
    const tried = await tryRepeatedly((attempt) => work(actionId, attempt));
    if (tried.ok) {
      if (tried.value) result.moved.push(tried.value);
    } else if (tried.error instanceof ExpectedFailure) {
      result.left.push({ actionId, reason: tried.error.failure.message });
    } else {
      report(actionId, tried.error);
      const ended = await unfinished(actionId, tried);
      if ("status" in ended) result.moved.push(ended);
      else result.left.push(ended);
    }
  }
  return result;
}

/** For a person who acts on one action and waits for the answer: a database that will not help is an expected failure. */
export async function oneAction(work: () => Promise<ActionMove>): Promise<ActionMove> {
  const tried = await tryRepeatedly(work);
  if (tried.ok) return tried.value;
  if (isTransient(tried.error))
    return abort("CONFLICT", "The database is busy with this row. Try again in a moment.");
  throw tried.error;
}

/** What a thrown error says is for the server's log alone. */
export function report(actionId: string, error: unknown): void {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`action ${actionId} could not be finished: ${words}\n`);
}
