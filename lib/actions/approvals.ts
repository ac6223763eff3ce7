"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { denyRequest } from "../commands/deny-request";
import { reevaluateOpenRequests } from "../commands/reevaluate-open-requests";
import { signRequest } from "../commands/sign-request";
import type { RequestOutcome } from "../commands/submit-request";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

const what = {
  reference: z.string().regex(/^REQ-\d{1,10}$/),
  revision: z.int().min(1),
  /** The cycle whose states were on the screen. */
  sawCycleId: z.guid().nullable(),
};
const reason = z.string().trim().min(1, "Say why, so that the requester can act on it.").max(2000);

export async function signRequestAction(company: string, given: unknown): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject(what), given);
  if (!input.ok) return input;
  const at = now();
  const result = await signRequest(actorOf(viewer.value), input.value, at);
  // An approved hire may use up the month's critical roles, for which others still wait.
  if (result.ok && result.value.status === "APPROVED" && result.value.decision.gate_id === "G1_HEADCOUNT")
    await reevaluateOpenRequests(viewer.value.tenantId, at);
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function denyRequestAction(company: string, given: unknown): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject({ ...what, reason }), given);
  if (!input.ok) return input;
  const result = await denyRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
