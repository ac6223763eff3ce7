import type { Tone } from "@/components/ui/theme";
import type { Fate } from "@/lib/imports/fates";
import type { ImportShelf, ImportSummary } from "@/lib/queries/imports";

/** Where an import stands, as a person sees it: finer than its status, because a file with faults waits for somebody. */
export type ImportStage =
  | "READING"
  | "ASKS"
  | "FAULTY"
  | "NOTHING_NEW"
  | "READY"
  | "APPLIED"
  | "UNDONE"
  | "ABANDONED";

export function stageOf({
  status,
  fates,
  asks,
}: Pick<ImportSummary, "status" | "fates" | "asks">): ImportStage {
  if (status === "APPLIED" || status === "UNDONE" || status === "ABANDONED") return status;
  if (asks) return "ASKS";
  if (fates === null) return "READING";
  if (fates.FAULT + fates.DUPLICATE > 0) return "FAULTY";
  return fates.NEW + fates.RESTATES > 0 ? "READY" : "NOTHING_NEW";
}

export const STAGES: Readonly<Record<ImportStage, { words: string; tone: Tone }>> = {
  READING: { words: "Being read", tone: "info" },
  ASKS: { words: "Waits for an answer", tone: "watch" },
  FAULTY: { words: "Has faults", tone: "bad" },
  NOTHING_NEW: { words: "Nothing new in it", tone: "neutral" },
  READY: { words: "Ready to apply", tone: "watch" },
  APPLIED: { words: "Applied", tone: "good" },
  UNDONE: { words: "Undone", tone: "unknown" },
  ABANDONED: { words: "Set aside", tone: "neutral" },
};

/** What is chosen among imports. */
export const SHELF_WORDS: Readonly<Record<ImportShelf, string>> = {
  open: "Not applied yet",
  applied: STAGES.APPLIED.words,
  undone: STAGES.UNDONE.words,
  aside: STAGES.ABANDONED.words,
};

/** What becomes of a row, as a badge, a filter and a sentence. */
export const FATE_WORDS: Readonly<Record<Fate, { words: string; means: string; tone: Tone }>> = {
  NEW: { words: "New", means: "Nothing stands under its key yet.", tone: "good" },
  RESTATES: {
    words: "Restates",
    means: "Another figure stands there, and this one takes its place.",
    tone: "watch",
  },
  SAME: { words: "Same", means: "What stands there says the same; nothing is written.", tone: "neutral" },
  DUPLICATE: { words: "Twice", means: "The same key stands more than once in this file.", tone: "bad" },
  FAULT: { words: "Fault", means: "The row cannot be read, or does not hold beside others.", tone: "bad" },
};

/** In the order in which a person asks: what is wrong first, then what would change. */
export const FATE_ORDER: readonly Fate[] = ["FAULT", "DUPLICATE", "RESTATES", "NEW", "SAME"];

/** "2 faults, 10 new, 3 the same": only what there is. */
export function fatesInWords(fates: Record<Fate, number>): string {
  const said = [
    counted(fates.FAULT, "fault", "faults"),
    counted(fates.DUPLICATE, "stands twice", "stand twice"),
    counted(fates.NEW, "new", "new"),
    counted(fates.RESTATES, "restated", "restated"),
    counted(fates.SAME, "the same", "the same"),
  ].filter((each) => each !== "");
  return said.length > 0 ? said.join(", ") : "no rows";
}

const counted = (count: number, one: string, many: string) =>
  count === 0 ? "" : `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

const LONG = 20_000;

/** What has to be said before many rows are written or taken out in one go; nothing of few. */
export const patienceInWords = (rows: number): string | null =>
  rows < LONG
    ? null
    : "So many rows may take a minute or two. It goes on when you close this page, and is done whole or not at all.";
