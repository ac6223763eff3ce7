import { formatCount } from "@/components/ui/format";
import type { ChangeClass, PolicyChange } from "@/kernel/enforcement";

/** What each class of change means to whoever works under the policy (file 04 of the published set). */
export const CHANGE_CLASS_WORDS: Record<ChangeClass, { name: string; means: string; raises: string }> = {
  breaking: {
    name: "Breaking",
    means: "the same figures or the same request can get another answer",
    raises: "the first number of the version",
  },
  minor: {
    name: "Minor",
    means:
      "what was decided before is decided the same; people are told something new, or more is understood",
    raises: "the second number of the version",
  },
  patch: {
    name: "Patch",
    means: "only words have changed",
    raises: "the third number of the version",
  },
};

export type PolicyStage =
  | "DRAFT"
  | "VALIDATED"
  | "PROPOSED"
  | "SIGNED"
  | "ACTIVE"
  | "SUPERSEDED"
  | "DECLINED"
  | "WITHDRAWN"
  | "DISCARDED";

/** What each stage of a version means, in a sentence. */
export const STAGE_WORDS: Record<PolicyStage, { word: string; means: string }> = {
  DRAFT: { word: "Draft", means: "The checks find faults in it, so it cannot be proposed yet." },
  VALIDATED: { word: "Validated", means: "The checks find no fault in it; it is not proposed." },
  PROPOSED: { word: "Proposed", means: "It waits for the signatures of the CFO and the CEO." },
  SIGNED: { word: "Signed", means: "Both have signed; it comes into force with the next cycle that closes." },
  ACTIVE: { word: "In force", means: "Every request is decided under it." },
  SUPERSEDED: {
    word: "Superseded",
    means: "A later version is in force; decisions made under it keep it.",
  },
  DECLINED: { word: "Declined", means: "It was proposed and declined; it was never in force." },
  WITHDRAWN: { word: "Withdrawn", means: "It was proposed and taken back; it was never in force." },
  DISCARDED: { word: "Discarded", means: "The draft was given up; it was never proposed." },
};

/** What the stage of a version means, with whose signature it waits for once `signed` roles have given theirs. */
export function stageInWords(stage: PolicyStage, signed: readonly string[]): string {
  const open = ["CFO", "CEO"].filter((role) => !signed.includes(role));
  return stage === "PROPOSED" && open.length === 1
    ? `It waits for the signature of the ${open[0]}.`
    : STAGE_WORDS[stage].means;
}

/** `Version 1.1.0`, or `Draft 3` for what has no version of its own yet. */
export function versionInWords(version: string): string {
  const draft = /^draft-(\d+)$/.exec(version);
  return draft ? `Draft ${draft[1]}` : `Version ${version}`;
}

/** `sha256:1a2b3c4d…` */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 15)}…`;
}

// Not the kernel's own list: these words are read in the browser, which would load the whole kernel for it.
const HEAVIEST_FIRST = ["breaking", "minor", "patch"] as const satisfies readonly ChangeClass[];

type Weighed = Pick<PolicyChange, "class" | "kind">;

/** `2 breaking changes, 1 minor and 4 of wording`; wording stands apart, whatever it weighs. */
export function changesInWords(changes: readonly Weighed[]): string {
  const meant = changes.filter(({ kind }) => kind !== "wording");
  const wording = changes.length - meant.length;
  const parts = HEAVIEST_FIRST.flatMap((weight) => {
    const count = meant.filter((change) => change.class === weight).length;
    return count === 0 ? [] : [{ count, word: CHANGE_CLASS_WORDS[weight].name.toLowerCase() }];
  });
  const said = parts.map(({ count, word }, at) =>
    at === 0 ? formatCount(count, `${word} change`) : `${count} ${word}`,
  );
  if (wording > 0)
    said.push(
      said.length === 0
        ? formatCount(wording, "change of wording", "changes of wording")
        : `${wording} of wording`,
    );
  if (said.length === 0) return "no change";
  return said.length === 1 ? (said[0] ?? "") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

const SAID_IN_FULL = 4;

/** The difference as one paragraph: how much, what it weighs, and the heaviest changes in words. */
export function differenceInWords(fromVersion: string, changes: readonly PolicyChange[]): string {
  if (changes.length === 0) return `It says the same as ${lowerFirst(versionInWords(fromVersion))}.`;
  const meant = changes.filter(({ kind }) => kind !== "wording");
  const first = meant.slice(0, SAID_IN_FULL).map(({ words }) => words);
  const more = meant.length - first.length;
  return [
    `Against ${lowerFirst(versionInWords(fromVersion))} it makes ${changesInWords(changes)}.`,
    ...first,
    ...(more > 0 ? [`And ${formatCount(more, "further change")}.`] : []),
  ].join(" ");
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `Threshold: T4 FAIL`: what a change is about, before what it says. A list's entry is its own text, and is named by its kind. */
export function subjectInWords({ kind, subject, before, after }: Omit<PolicyChange, "words">): string {
  const what = kind.replaceAll("_", " ");
  const text = after ?? before ?? "";
  const about =
    text !== "" && subject.endsWith(text) ? subject.slice(0, -text.length).replace(/[:\s]+$/, "") : subject;
  const named = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  return about === "" ? named : `${named}: ${about}`;
}
