"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { abortAction } from "../commands/abort-actions";
import { type ExecutedActions, executeActions } from "../commands/execute-actions";
import type { ActionMove } from "../commands/executors/action-entry";
import { endActionInput, revertAction } from "../commands/revert-action";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import type { Result } from "../failures";
import { tenantClock } from "../queries/tenant-clock";
import { parseInput } from "./parse-input";

/** All actions that are due when none is named. */
const which = z.strictObject({ actionIds: z.array(z.guid()).min(1).max(500).optional() });

export async function executeActionsAction(
  company: string,
  given: unknown,
): Promise<Result<ExecutedActions>> {
  return act(company, which, given, executeActions);
}

export async function revertActionAction(company: string, given: unknown): Promise<Result<ActionMove>> {
  return act(company, endActionInput, given, revertAction);
}

export async function abortActionAction(company: string, given: unknown): Promise<Result<ActionMove>> {
  return act(company, endActionInput, given, abortAction);
}

/** Budgets, settings, the actions and the log may all say something else afterwards. */
async function act<Schema extends z.ZodType, T>(
  company: string,
  schema: Schema,
  given: unknown,
  command: (actor: Actor, input: z.output<Schema>, at: Date) => Promise<Result<T>>,
): Promise<Result<T>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(schema, given);
  if (!input.ok) return input;
  const actor = actorOf(viewer.value);
  const at = await inTenant(actor, (tx) => tenantClock(tx, actor.tenantId, now()));
  const result = await command(actor, input.value, at);
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
