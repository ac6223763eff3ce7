import { formatMoney, formatNumber } from "@/components/ui/format";
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

/** Why nothing can be written of what was read, with the remedy; null where something can. */
export function obstacleInWords(fates: Record<Fate, number> | null): string | null {
  if (fates === null) return "The file is still being read.";
  const wrong = fates.FAULT + fates.DUPLICATE;
  if (wrong === 1)
    return "1 row has a fault, so nothing of the file is written. Correct it in the file and upload it again.";
  if (wrong > 0)
    return `${formatNumber(wrong)} rows have faults, so nothing of the file is written. Correct them in the file and upload it again.`;
  return fates.NEW + fates.RESTATES === 0 ? "Everything in this file is there already." : null;
}

/** What is paid and owed; every kind states it in US dollars. */
const MONEY: ReadonlySet<string> = new Set(["amount", "low", "high"]);

/** "amount $1,234.50, open roles 3": what a row says under its key, each figure with its unit. */
export function saysInWords(says: Readonly<Record<string, string | number | boolean | null>>): string {
  return Object.entries(says)
    .map(([name, value]) => {
      const figure = typeof value === "number" && MONEY.has(name) ? formatMoney(value) : valueInWords(value);
      return `${name.replaceAll("_", " ")} ${figure}`;
    })
    .join(", ");
}

export function valueInWords(value: string | number | boolean | null): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value ?? "—";
}

/** Where one goes from figures that no trigger reads. */
const READERS: Readonly<Record<string, { words: string; path: string; label: string }>> = {
  "opex-budget": { words: "the weekly review compares with it", path: "/review", label: "Weekly review" },
  spend: { words: "the revenue side reads it", path: "/revenue", label: "Revenue spine" },
};

/** Who reads a kind of figures that no trigger reads, and where. */
export const readerOf = (kind: string) => READERS[kind] ?? null;
