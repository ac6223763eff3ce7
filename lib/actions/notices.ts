"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { type AddedChannel, addNoticeChannel, noticeChannelInput } from "../commands/add-notice-channel";
import { markNoticeRead, markNoticeReadInput } from "../commands/mark-notice-read";
import { removeNoticeChannel } from "../commands/remove-notice-channel";
import { daysToSignInput, setDaysToSign } from "../commands/set-days-to-sign";
import { noticePreferencesInput, setNoticePreferences } from "../commands/set-notice-preferences";
import { fail, type Result } from "../failures";
import { parseForm } from "./parse-form";
import { parseInput } from "./parse-input";

export async function markNoticeReadAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(markNoticeReadInput, given);
  if (!input.ok) return input;
  const result = await markNoticeRead(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function setNoticePreferencesAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(noticePreferencesInput, given);
  if (!input.ok) return input;
  const result = await setNoticePreferences(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/notices`);
  return result;
}

export async function addNoticeChannelAction(
  company: string,
  _before: unknown,
  form: FormData,
): Promise<Result<AddedChannel>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseForm(noticeChannelInput, form);
  if (!input.ok) return input;
  const result = await addNoticeChannel(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/admin/notices`);
  return result;
}

export async function removeNoticeChannelAction(
  company: string,
  channelId: string,
): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  if (!z.guid().safeParse(channelId).success) return fail("NOT_FOUND");
  const result = await removeNoticeChannel(actorOf(viewer.value), channelId, now());
  if (result.ok) revalidatePath(`/c/${company}/admin/notices`);
  return result;
}

export async function setDaysToSignAction(
  company: string,
  _before: unknown,
  form: FormData,
): Promise<Result<{ days: number }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseForm(daysToSignInput, form);
  if (!input.ok) return input;
  const result = await setDaysToSign(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
