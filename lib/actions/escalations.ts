"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { acknowledgeEscalation, acknowledgeEscalationInput } from "../commands/acknowledge-escalation";
import { resolveEscalation, resolveEscalationInput } from "../commands/resolve-escalation";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

type Answer = Promise<Result<{ escalationId: string }>>;

export async function acknowledgeEscalationAction(companySlug: string, input: unknown): Answer {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const parsed = parseInput(acknowledgeEscalationInput, input);
  if (!parsed.ok) return parsed;
  const result = await acknowledgeEscalation(actorOf(viewer.value), parsed.value, now());
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}`, "layout");
  return result;
}

export async function resolveEscalationAction(companySlug: string, input: unknown): Answer {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const parsed = parseInput(resolveEscalationInput, input);
  if (!parsed.ok) return parsed;
  const result = await resolveEscalation(actorOf(viewer.value), parsed.value, now());
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}`, "layout");
  return result;
}
