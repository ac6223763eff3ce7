"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { commentRequest } from "../commands/comment-request";
import { discardDraft } from "../commands/discard-draft";
import { reevaluateRequest } from "../commands/reevaluate-request";
import { reviseRequest } from "../commands/revise-request";
import { saveDraft } from "../commands/save-draft";
import { type RequestOutcome, submitRequest } from "../commands/submit-request";
import { withdrawRequest } from "../commands/withdraw-request";
import type { Result } from "../failures";
import { draftSchema, requestContentSchema } from "../queries/request-content";
import { parseInput } from "./parse-input";

const reference = z.string().regex(/^REQ-\d{1,10}$/);
const revision = z.int().min(1);

export async function saveDraftAction(
  company: string,
  given: unknown,
): Promise<Result<{ reference: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject({ reference: reference.optional(), draft: draftSchema }), given);
  if (!input.ok) return input;
  return saveDraft(actorOf(viewer.value), input.value, now());
}

export async function discardDraftAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject({ reference }), given);
  if (!input.ok) return input;
  const result = await discardDraft(actorOf(viewer.value), input.value);
  if (result.ok) revalidatePath(`/c/${company}/requests`, "layout");
  return result;
}

export async function submitRequestAction(company: string, given: unknown): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const schema = z.strictObject({ reference: reference.optional(), content: requestContentSchema });
  const input = parseInput(schema, given);
  if (!input.ok) return input;
  const result = await submitRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function reviseRequestAction(company: string, given: unknown): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const schema = z.strictObject({ reference, revision, content: requestContentSchema });
  const input = parseInput(schema, given);
  if (!input.ok) return input;
  const result = await reviseRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function withdrawRequestAction(
  company: string,
  given: unknown,
): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject({ reference, revision }), given);
  if (!input.ok) return input;
  const result = await withdrawRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function reevaluateRequestAction(
  company: string,
  given: unknown,
): Promise<Result<RequestOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject({ reference }), given);
  if (!input.ok) return input;
  const result = await reevaluateRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function commentRequestAction(company: string, given: unknown): Promise<Result<{ id: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(z.strictObject({ reference, body: z.string() }), given);
  if (!input.ok) return input;
  const result = await commentRequest(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/requests/${input.value.reference}`);
  return result;
}
