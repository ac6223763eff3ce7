import type { Mode, ReasonCode } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import type { RequestRow } from "./request-row";

export type DecisionStep = {
  kind: "decision";
  id: string;
  at: Date;
  by: string;
  action: "SUBMIT" | "SIGN" | "APPROVE" | "DENY" | "REFUSE" | "REEVALUATE" | "WITHDRAW";
  outcome: "ALLOWED" | "BLOCKED";
  revision: number;
  reasonCodes: ReasonCode[];
  missing: string[];
  mode: Mode;
  cycleId: string | null;
  cycleKey: string | null;
  /** The role and, for a denial, the words of the person who signed. */
  signedAs: string | null;
  /** Whom they stood in for. */
  signedFor: string | null;
  reason: string | null;
  logSeq: number;
};
export type CommentStep = { kind: "comment"; id: string; at: Date; by: string; body: string };
export type TimelineStep = DecisionStep | CommentStep;

/** Everything that happened to a submitted request, oldest first. */
export async function timelineOf(tx: Transaction, row: RequestRow): Promise<TimelineStep[]> {
  const where = { tenantId: row.tenantId, requestId: row.id };
  const decisions = await tx.gateDecision.findMany({
    where,
    orderBy: { logSeq: "asc" },
    select: {
      id: true,
      decidedAt: true,
      decidedBy: true,
      action: true,
      decision: true,
      revision: true,
      reasonCodes: true,
      missing: true,
      mode: true,
      logSeq: true,
      cycleId: true,
      cycle: { select: { cycleKey: true } },
    },
  });
  const comments = await tx.requestComment.findMany({
    where,
    orderBy: { createdAt: "asc" },
    select: { id: true, createdAt: true, authorId: true, body: true },
  });
  const names = await namesOf(tx, [
    ...decisions.flatMap(({ decidedBy }) => decidedBy ?? []),
    ...comments.map(({ authorId }) => authorId),
    ...row.signoffs.flatMap(({ onBehalfOf }) => onBehalfOf ?? []),
  ]);
  const steps: TimelineStep[] = decisions.map((each) => {
    const signature = row.signoffs.find(
      ({ revision, signedBy, signedAt }) =>
        revision === each.revision &&
        signedBy === each.decidedBy &&
        signedAt.getTime() === each.decidedAt.getTime(),
    );
    return {
      kind: "decision",
      id: each.id,
      at: each.decidedAt,
      by: each.decidedBy ? (names.get(each.decidedBy) ?? "Somebody") : "The system",
      action: each.action as DecisionStep["action"],
      outcome: each.decision as DecisionStep["outcome"],
      revision: each.revision ?? 1,
      reasonCodes: each.reasonCodes as ReasonCode[],
      missing: each.missing,
      mode: each.mode as Mode,
      cycleId: each.cycleId,
      cycleKey: each.cycle?.cycleKey ?? null,
      signedAs: signature?.role ?? null,
      signedFor: signature?.onBehalfOf ? (names.get(signature.onBehalfOf) ?? "Somebody") : null,
      reason: signature?.reason ?? null,
      logSeq: Number(each.logSeq),
    };
  });
  for (const { id, createdAt, authorId, body } of comments)
    steps.push({ kind: "comment", id, at: createdAt, by: names.get(authorId) ?? "Somebody", body });
  return steps.sort((one, other) => one.at.getTime() - other.at.getTime());
}

export async function namesOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  const people = await tx.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}
