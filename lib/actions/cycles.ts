"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { CADENCES } from "../../kernel/enforcement";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { type EvaluatedCycle, evaluateCycle } from "../commands/evaluate-cycle";
import { type OverriddenInput, overrideInput, overrideInputInput } from "../commands/override-input";
import { type DecidedAgain, reevaluateOpenRequests } from "../commands/reevaluate-open-requests";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

const evaluation = z.strictObject({
  cadence: z.enum(CADENCES),
  cycleKey: z.string().min(1).max(20),
  certifyFinal: z.boolean(),
  deliveredAt: z.iso.date("Choose the day on which the close was delivered.").nullable(),
});

/** Open requests follow at once: what the new states forbid or permit is decided again, each by itself. */
export async function evaluateCycleAction(
  company: string,
  given: unknown,
): Promise<Result<EvaluatedCycle & { requests: DecidedAgain | null }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(evaluation, given);
  if (!input.ok) return input;
  const at = now();
  const result = await evaluateCycle(actorOf(viewer.value), input.value, at);
  if (!result.ok) return result;
  const isClosed = result.value.status === "CLOSED";
  const requests = isClosed ? await reevaluateOpenRequests(viewer.value.tenantId, at) : null;
  // Mode, gates and escalations follow a cycle: every page of the company may now say something else.
  revalidatePath(`/c/${company}`, "layout");
  return { ok: true, value: { ...result.value, requests } };
}

export async function overrideInputAction(company: string, given: unknown): Promise<Result<OverriddenInput>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(overrideInputInput, given);
  if (!input.ok) return input;
  const result = await overrideInput(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/cycles`, "layout");
  return result;
}
