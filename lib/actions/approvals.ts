"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { denyRequest } from "../commands/deny-request";
import { reevaluateOpenRequests } from "../commands/reevaluate-open-requests";
import { signRequest } from "../commands/sign-request";
import { MOST_AT_ONCE, type SignedOne, signRequests } from "../commands/sign-requests";
import type { RequestOutcome } from "../commands/submit-request";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

const seen = {
  /** The cycle whose states were on the screen. */
  sawCycleId: z.guid().nullable(),
  /** By which delegation somebody signs for another. */
  delegationId: z.guid().nullish(),
};
const one = { reference: z.string().regex(/^REQ-\d{1,10}$/), revision: z.int().min(1) };
const code = z.string().trim().max(40).nullish();
const reason = z.string().trim().min(1, "Say why, so that the requester can act on it.").max(2000);

const signInput = z.strictObject({ ...one, ...seen, code });
const denyInput = z.strictObject({ ...one, ...seen, reason });
const signManyInput = z.strictObject({
  requests: z.array(z.strictObject(one)).min(1).max(MOST_AT_ONCE),
  group: z.string().max(64),
  ...seen,
  code,
});

export async function signRequestAction(company: string, given: unknown): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(signInput, given);
  if (!input.ok) return input;
  const at = now();
  const result = await signRequest(actorOf(viewer.value), input.value, at);
  // An approved hire may use up the month's critical roles, for which others still wait.
  if (result.ok && result.value.status === "APPROVED" && result.value.decision.gate_id === "G1_HEADCOUNT")
    await reevaluateOpenRequests(viewer.value.tenantId, at);
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function signRequestsAction(
  company: string,
  given: unknown,
): Promise<Result<{ signed: SignedOne[] }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(signManyInput, given);
  if (!input.ok) return input;
  const at = now();
  const result = await signRequests(actorOf(viewer.value), input.value, at);
  if (result.ok && result.value.signed.some(({ status }) => status === "APPROVED"))
    await reevaluateOpenRequests(viewer.value.tenantId, at);
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function denyRequestAction(company: string, given: unknown): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(denyInput, given);
  if (!input.ok) return input;
  const result = await denyRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
