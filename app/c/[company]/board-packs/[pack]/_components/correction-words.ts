import { list } from "@/lib/board-pack/figure-text";
import { periodName } from "@/lib/board-pack/period";
import type { CorrectedClose, PackCorrections } from "@/lib/queries/board-pack-corrections";

type Looking = { isDraft: boolean; isCorrection: boolean; mayDraft: boolean };

/**
 * What is to be done next. A pack shows what closes have evaluated, so a figure that was corrected counts in it once its
 * close was evaluated again.
 */
export function nextStep({ closes }: PackCorrections, looking: Looking): string {
  const named = (which: (close: CorrectedClose) => boolean) =>
    list(closes.filter(which).map(({ cycleKey }) => periodName(cycleKey)));
  const shown = ({ version, standing }: CorrectedClose) => standing.version === version;
  const toReopen = named((close) => shown(close) && close.standing.certified);
  const toEvaluate = named((close) => shown(close) && !close.standing.certified);
  const toCertify = named((close) => !shown(close) && !close.standing.certified);
  const first = [
    ...(toReopen === ""
      ? []
      : [
          `First the CFO reopens ${toReopen}, with a reason, and FP&A certifies again: until then another edition would show the same figures.`,
        ]),
    ...(toEvaluate === ""
      ? []
      : [
          `First FP&A evaluates ${toEvaluate} again: until then another edition would show the same figures.`,
        ]),
    ...(toCertify === "" ? [] : [`First FP&A certifies ${toCertify} again.`]),
  ];
  return [...first, first.length > 0 ? `Then ${stepOf(looking)}` : capital(stepOf(looking))].join(" ");
}

type Figures = Pick<CorrectedClose["inputs"][number], "was" | "now">;

/** Of two series of the same months, the months that differ. */
export function whatDiffers({ was, now }: Figures): Figures {
  if (!Array.isArray(was) || !Array.isArray(now) || was.length !== now.length) return { was, now };
  const differs = (_: number, at: number) => was[at] !== now[at];
  return { was: was.filter(differs), now: now.filter(differs) };
}

function stepOf({ isDraft, isCorrection, mayDraft }: Looking): string {
  if (!mayDraft) return "the CFO, the CEO or FP&A make the pack anew.";
  if (!isDraft) return "correct this edition: the next one names it and says why.";
  return isCorrection
    ? "discard this draft, and correct the edition before it anew."
    : "make the pack anew on the page of board packs, in place of this draft.";
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
