import type { CompiledPolicy, Situation } from "../enforcement";
import type { SuppressedAction } from "./contract";
import type { GatedAction } from "./cycle-result";
import type { Draft } from "./draft";
import { askGate, type GateAnswer } from "./gate-decision";
import { type Objection, suppressed } from "./restraint";
import { humanReason, spendRequestOf } from "./spend-request";
import type { TenantView } from "./tenant-view";

export interface Gating {
  /** Drafts that may be emitted; the request of those that a person has to sign. */
  readonly open: readonly {
    readonly draft: Draft;
    readonly human: string | null;
    readonly asked: GatedAction | null;
  }[];
  readonly suppressed: readonly SuppressedAction[];
  readonly blocked: readonly GatedAction[];
}

/** In DEFENSIVE mode nothing is scaled and nothing more is spent, whatever a gate would say (contract A7). */
const DEFENSIVE: Objection = {
  by: "enforcement_gate",
  rules: ["DEFENSIVE"],
  reason: "In DEFENSIVE mode nothing is scaled and nothing more is spent.",
};

export function gated(
  drafts: readonly Draft[],
  view: TenantView,
  policy: CompiledPolicy,
  situation: Situation,
): Gating {
  const open: { draft: Draft; human: string | null; asked: GatedAction | null }[] = [];
  const held: SuppressedAction[] = [];
  const blocked: GatedAction[] = [];
  for (const draft of drafts) {
    const human = humanReason(draft, view);
    const answer =
      human === null ? null : askGate(draft.actionId, spendRequestOf(draft, view), policy, situation);
    const growsWhileDefensive =
      situation.mode === "DEFENSIVE" && (draft.candidate.type === "scale" || draft.dailySpend > 0);
    if (answer !== null && !answer.isSignable) {
      held.push(suppressed(draft, objectionOf(answer)));
      blocked.push(answer.asked);
    } else if (growsWhileDefensive) held.push(suppressed(draft, DEFENSIVE));
    else open.push({ draft, human, asked: answer?.asked ?? null });
  }
  return { open, suppressed: held, blocked };
}

function objectionOf({ signed, because }: GateAnswer): Objection {
  const { gate_id, reason_codes, blocked_by, missing } = signed;
  const wants = missing.length === 0 ? "" : ` It lacks ${missing.join(", ")}.`;
  return {
    by: "enforcement_gate",
    rules: blocked_by,
    reasonCodes: reason_codes,
    reason: `${gate_id} blocks it. ${because.join(" ")}${wants}`.trim().slice(0, 1000),
  };
}
