"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { declinePolicy, declinePolicyInput } from "../commands/decline-policy";
import { discardPolicyDraft, discardPolicyDraftInput } from "../commands/discard-policy-draft";
import { importPolicyDraft, importPolicyDraftInput } from "../commands/import-policy-draft";
import type { DraftOutcome } from "../commands/policy-draft-record";
import { type ProposedPolicy, proposePolicy, proposePolicyInput } from "../commands/propose-policy";
import { savePolicyDraft, savePolicyDraftInput } from "../commands/save-policy-draft";
import { type SignedPolicy, signPolicy, signPolicyInput } from "../commands/sign-policy";
import { startPolicyDraft, startPolicyDraftInput } from "../commands/start-policy-draft";
import { uploadPolicyDraft, uploadPolicyDraftInput } from "../commands/upload-policy-draft";
import { withdrawPolicyProposal, withdrawPolicyProposalInput } from "../commands/withdraw-policy-proposal";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

export async function startPolicyDraftAction(company: string, given: unknown): Promise<Result<DraftOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(startPolicyDraftInput, given);
  if (!input.ok) return input;
  const result = await startPolicyDraft(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/policy`, "layout");
  return result;
}

export async function importPolicyDraftAction(
  company: string,
  given: unknown,
): Promise<Result<DraftOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(importPolicyDraftInput, given);
  if (!input.ok) return input;
  const result = await importPolicyDraft(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/policy`, "layout");
  return result;
}

export async function uploadPolicyDraftAction(
  company: string,
  given: unknown,
): Promise<Result<DraftOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(uploadPolicyDraftInput, given);
  if (!input.ok) return input;
  const result = await uploadPolicyDraft(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/policy`, "layout");
  return result;
}

export async function savePolicyDraftAction(company: string, given: unknown): Promise<Result<DraftOutcome>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(savePolicyDraftInput, given);
  if (!input.ok) return input;
  const result = await savePolicyDraft(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/policy`, "layout");
  return result;
}

export async function discardPolicyDraftAction(
  company: string,
  given: unknown,
): Promise<Result<{ bundleId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(discardPolicyDraftInput, given);
  if (!input.ok) return input;
  const result = await discardPolicyDraft(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/policy`, "layout");
  return result;
}

export async function proposePolicyAction(company: string, given: unknown): Promise<Result<ProposedPolicy>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(proposePolicyInput, given);
  if (!input.ok) return input;
  const result = await proposePolicy(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function signPolicyAction(company: string, given: unknown): Promise<Result<SignedPolicy>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(signPolicyInput, given);
  if (!input.ok) return input;
  const result = await signPolicy(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function declinePolicyAction(
  company: string,
  given: unknown,
): Promise<Result<{ bundleId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(declinePolicyInput, given);
  if (!input.ok) return input;
  const result = await declinePolicy(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function withdrawPolicyProposalAction(
  company: string,
  given: unknown,
): Promise<Result<{ bundleId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(withdrawPolicyProposalInput, given);
  if (!input.ok) return input;
  const result = await withdrawPolicyProposal(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
