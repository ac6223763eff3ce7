import type { PolicyHead } from "@/lib/queries/policy-head";

export type LifeStep = {
  name: string;
  /** Done; where it stands now; still to come; or where it ended without coming into force. */
  state: "done" | "now" | "next" | "ended";
  by: string | null;
  at: Date | null;
  note: string | null;
};

type Life = Pick<
  PolicyHead,
  | "stage"
  | "drafted"
  | "edited"
  | "proposed"
  | "reason"
  | "signatures"
  | "activatedAt"
  | "endedAt"
  | "endedBy"
  | "endedReason"
>;

const ENDINGS = { DECLINED: "Declined", WITHDRAWN: "Withdrawn", DISCARDED: "Discarded" } as const;

/** The life of a version in order: what has happened, where it stands, and what is still to come. */
export function lifeSteps(life: Life): LifeStep[] {
  const { stage, drafted, proposed, activatedAt, endedAt, endedBy, endedReason } = life;
  // What a company began with was laid down, and nobody proposed it.
  if (activatedAt && !proposed)
    return [step("Laid down", "done", drafted.by, drafted.at), ...force(stage, activatedAt, endedAt)];
  const begun = [step("Drafted", "done", drafted.by, drafted.at)];
  if (stage === "DECLINED" || stage === "WITHDRAWN" || stage === "DISCARDED") {
    const decline = life.signatures.find(({ verdict }) => verdict === "DECLINE");
    const ending = decline
      ? step(`Declined by the ${decline.role}`, "ended", decline.by, decline.at, decline.reason)
      : step(ENDINGS[stage], "ended", endedBy, endedAt, endedReason);
    return [...begun, ...(proposed ? [proposal(life), ...approved(life)] : []), ending];
  }
  return [
    ...begun,
    validation(life),
    proposed ? proposal(life) : step("Proposed", "next", null, null),
    ...signing(life),
    ...force(stage, activatedAt, endedAt),
  ];
}

function step(
  name: string,
  state: LifeStep["state"],
  by: string | null,
  at: Date | null,
  note: string | null = null,
): LifeStep {
  return { name, state, by, at, note };
}

function validation({ stage, edited }: Life): LifeStep {
  if (stage === "DRAFT") return step("Validated", "now", null, null, "The checks still find faults.");
  return step("Validated", stage === "VALIDATED" ? "now" : "done", edited?.by ?? null, edited?.at ?? null);
}

function proposal({ proposed, reason }: Life): LifeStep {
  return step("Proposed", "done", proposed?.by ?? null, proposed?.at ?? null, reason);
}

function approved({ signatures }: Life): LifeStep[] {
  return signatures
    .filter(({ verdict }) => verdict === "APPROVE")
    .map(({ role, by, at }) => step(`Signed by the ${role}`, "done", by, at));
}

function signing(life: Life): LifeStep[] {
  const done = approved(life);
  const open = (["CFO", "CEO"] as const)
    .map((role) => `Signed by the ${role}`)
    .filter((name) => done.every((each) => each.name !== name));
  const isAwaited = life.stage === "PROPOSED";
  return [
    ...done,
    ...open.map((name) =>
      isAwaited ? step(name, "now", null, null, "Not signed yet.") : step(name, "next", null, null),
    ),
  ];
}

function force(stage: Life["stage"], activatedAt: Date | null, endedAt: Date | null): LifeStep[] {
  if (!activatedAt)
    return [
      step("In force", stage === "SIGNED" ? "now" : "next", null, null, "With the next cycle that closes."),
    ];
  if (stage === "SUPERSEDED")
    return [step("In force", "done", null, activatedAt), step("Superseded", "ended", null, endedAt)];
  return [step("In force", "now", null, activatedAt)];
}
