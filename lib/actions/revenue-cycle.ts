"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { optimise } from "../commands/optimise";
import { inTenant } from "../db/tenant-transaction";
import type { Result } from "../failures";
import { tenantClock } from "../queries/tenant-clock";

/** A person asks for a cycle now. Only its id goes back: the page of the cycle says the rest. */
export async function runRevenueCycleAction(
  company: string,
): Promise<Result<{ cycleId: string; actions: number }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const actor = actorOf(viewer.value);
  const at = await inTenant(actor, (tx) => tenantClock(tx, actor.tenantId, now()));
  const result = await optimise(actor, { type: "manual", source: viewer.value.name }, at);
  if (!result.ok) return result;
  revalidatePath(`/c/${company}`, "layout");
  const { cycleId, actions } = result.value;
  return { ok: true, value: { cycleId, actions: actions.length } };
}
