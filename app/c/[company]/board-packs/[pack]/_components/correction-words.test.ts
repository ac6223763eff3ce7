import { expect, test } from "vitest";
import type { CorrectedClose } from "@/lib/queries/board-pack-corrections";
import { nextStep, whatDiffers } from "./correction-words";

const close = (cycleKey: string, change: Partial<CorrectedClose> = {}): CorrectedClose => ({
  cycleKey,
  version: 1,
  standing: { version: 1, certified: true },
  reasons: [],
  inputs: [],
  states: [],
  ...change,
});
const released = { isDraft: false, isCorrection: false, mayDraft: true };
const words = (closes: CorrectedClose[], looking = released) =>
  nextStep({ closes, closedSince: [] }, looking);

test("where the closes have been certified again the next edition can be made at once", () => {
  const certified = close("2026-06", { standing: { version: 3, certified: true } });
  expect(words([certified])).toBe("Correct this edition: the next one names it and says why.");
  expect(words([certified], { ...released, mayDraft: false })).toBe(
    "The CFO, the CEO or FP&A make the pack anew.",
  );
});

test("a certified close whose figures were corrected is reopened first: another edition would show the same", () => {
  expect(words([close("2026-05"), close("2026-06")])).toBe(
    "First the CFO reopens May 2026 and Jun 2026, with a reason, and FP&A certifies again: until then another edition would show the same figures. Then correct this edition: the next one names it and says why.",
  );
});

test("a close that was reopened, or never certified, is finished first", () => {
  const reopened = close("2026-06", { standing: { version: 2, certified: false } });
  const uncertified = close("2026-05", { standing: { version: 1, certified: false } });
  expect(words([uncertified, reopened], { ...released, isDraft: true })).toBe(
    "First FP&A evaluates May 2026 again: until then another edition would show the same figures. First FP&A certifies Jun 2026 again. Then make the pack anew on the page of board packs, in place of this draft.",
  );
  expect(words([reopened], { ...released, isDraft: true, isCorrection: true })).toBe(
    "First FP&A certifies Jun 2026 again. Then discard this draft, and correct the edition before it anew.",
  );
});

test("of a series of months only those that differ are told, and a single figure as it is", () => {
  expect(whatDiffers({ was: [1, 2, 3], now: [1, 5, 3] })).toEqual({ was: [2], now: [5] });
  expect(whatDiffers({ was: [1, 2], now: [1, 2, 3] })).toEqual({ was: [1, 2], now: [1, 2, 3] });
  expect(whatDiffers({ was: 10, now: null })).toEqual({ was: 10, now: null });
});
