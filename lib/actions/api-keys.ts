"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { type CreatedApiKey, createApiKey, createApiKeyInput } from "../commands/create-api-key";
import { revokeApiKey } from "../commands/revoke-api-key";
import { fail, type Result } from "../failures";
import { parseForm } from "./parse-form";

export async function createApiKeyAction(
  companySlug: string,
  _before: unknown,
  form: FormData,
): Promise<Result<CreatedApiKey>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const input = parseForm(createApiKeyInput, form);
  if (!input.ok) return input;
  const result = await createApiKey(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${companySlug}/admin/api-keys`);
  return result;
}

export async function revokeApiKeyAction(
  companySlug: string,
  apiKeyId: string,
): Promise<Result<{ apiKeyId: string }>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  if (!z.guid().safeParse(apiKeyId).success) return fail("NOT_FOUND");
  const result = await revokeApiKey(actorOf(viewer.value), apiKeyId, now());
  if (result.ok) revalidatePath(`/c/${companySlug}/admin/api-keys`);
  return result;
}
