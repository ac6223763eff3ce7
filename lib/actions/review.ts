"use server";

import { addReviewAction, addReviewActionInput } from "../commands/add-review-action";
import { closeReview, closeReviewInput } from "../commands/close-review";
import { noteReview, noteReviewInput } from "../commands/note-review";
import { openReview, openReviewInput } from "../commands/open-review";
import { updateReviewAction, updateReviewActionInput } from "../commands/update-review-action";
import { companyStep } from "./company-step";

const PAGES = "/review";

export async function openReviewAction(company: string, given: unknown) {
  return companyStep(company, given, { schema: openReviewInput, command: openReview, pages: PAGES });
}

export async function noteReviewAction(company: string, given: unknown) {
  return companyStep(company, given, { schema: noteReviewInput, command: noteReview, pages: PAGES });
}

export async function addReviewActionAction(company: string, given: unknown) {
  return companyStep(company, given, {
    schema: addReviewActionInput,
    command: addReviewAction,
    pages: PAGES,
  });
}

export async function updateReviewActionAction(company: string, given: unknown) {
  return companyStep(company, given, {
    schema: updateReviewActionInput,
    command: updateReviewAction,
    pages: PAGES,
  });
}

export async function closeReviewAction(company: string, given: unknown) {
  return companyStep(company, given, { schema: closeReviewInput, command: closeReview, pages: PAGES });
}
