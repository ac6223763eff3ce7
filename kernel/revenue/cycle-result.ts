import type { CompiledPolicy, GateDecision, Situation } from "../enforcement";
import type { Candidate } from "./candidate";
import type { KernelInput, KernelOutput } from "./contract";

/** All that a cycle rests on; nothing else is read. */
export interface CycleRequest {
  readonly input: KernelInput;
  readonly cycleId: string;
  /** UTC, as `2026-11-22T02:00:00.000Z`. */
  readonly executedAt: string;
  /** The policy in force, and the states of the newest closed evaluation cycle. */
  readonly policy: CompiledPolicy;
  readonly situation: Situation;
  /** What a language model proposed, parsed with `candidateSchema`. Judged like the catalogue's own. */
  readonly proposals?: readonly Candidate[];
}

/** What the gate is asked: the content of a request to G2_GTM_SPEND (docs/specs/decision-run.md 5.3). */
export interface SpendRequestContent {
  readonly title: string;
  readonly gate_id: "G2_GTM_SPEND";
  readonly details: {
    readonly kind: "increase" | "reduction" | "reallocation" | "reinstatement" | "discount_exception";
    readonly segment: string;
    readonly channel?: string;
    readonly purpose?: "acquisition" | "retention";
    readonly amount_usd?: number;
    readonly current_budget_usd?: number;
    readonly evidence?: "proven" | "experiment";
    readonly expected_roi_band?: [number, number];
    readonly expected_payback_months?: [number, number];
    readonly experiment_share_pct?: number;
    readonly discount_pct?: number;
  };
  readonly roi_case: { readonly summary: string; readonly expected_roi_band: [number, number] } | null;
  readonly exceptions: [];
}

/** An action, the request it becomes, and what the enforcement kernel answers as long as nobody has signed. */
export interface GatedAction {
  readonly action_id: string;
  readonly request: SpendRequestContent;
  readonly decision: GateDecision;
}

export interface CycleResult {
  readonly output: KernelOutput;
  /** Exactly the emitted actions that a person has to sign (`requires_human`): each becomes a request. */
  readonly gated: readonly GatedAction[];
  /** Suppressed ones that signatures alone would not open, with their BLOCKED decision. */
  readonly blocked: readonly GatedAction[];
}
