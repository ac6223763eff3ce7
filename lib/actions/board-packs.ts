"use server";

import { correctBoardPack, correctBoardPackInput } from "../commands/correct-board-pack";
import { discardBoardPack, discardBoardPackInput } from "../commands/discard-board-pack";
import { editBoardMemo, editBoardMemoInput } from "../commands/edit-board-memo";
import { makeBoardPack, makeBoardPackInput } from "../commands/make-board-pack";
import { releaseBoardPack, releaseBoardPackInput } from "../commands/release-board-pack";
import { companyStep } from "./company-step";

const PAGES = "/board-packs";

export async function makeBoardPackAction(company: string, given: unknown) {
  return companyStep(company, given, { schema: makeBoardPackInput, command: makeBoardPack, pages: PAGES });
}

export async function editBoardMemoAction(company: string, given: unknown) {
  return companyStep(company, given, { schema: editBoardMemoInput, command: editBoardMemo, pages: PAGES });
}

export async function releaseBoardPackAction(company: string, given: unknown) {
  return companyStep(company, given, {
    schema: releaseBoardPackInput,
    command: releaseBoardPack,
    pages: PAGES,
  });
}

export async function correctBoardPackAction(company: string, given: unknown) {
  return companyStep(company, given, {
    schema: correctBoardPackInput,
    command: correctBoardPack,
    pages: PAGES,
  });
}

export async function discardBoardPackAction(company: string, given: unknown) {
  return companyStep(company, given, {
    schema: discardBoardPackInput,
    command: discardBoardPack,
    pages: PAGES,
  });
}
