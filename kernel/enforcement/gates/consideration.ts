/**
 * One request before its gate: what the gate asks, what it finds, and the trail of both. Decision and
 * explanation are two views of this one trail; there is no second implementation to explain with.
 */
import type { GateRequest } from "../document";
import { triggersOf } from "../language/condition";
import type { CompiledGate, CompiledPolicy, CompiledRule, GateFigures } from "../policy";
import { type ReasonCode, reasonCode, sortedCodes } from "../reason-codes";
import type { GateDecision } from "../report";
import type { TriggerState } from "../vocabulary";
import { countingSignoffs, Details, hasRoiCase, isOffsetDocumented } from "./facts";
import { holdingOf, type Situation } from "./situation";

/** One step of an explanation, in the order in which the gate went through its rules. */
export interface ExplanationStep {
  /** `G2.blocked_if[1]`, `A10(2)`, `RUNTIME-A6-5`, `G1.default_deny`. */
  readonly rule: string;
  readonly text: string;
  /** `unknown` when it rests on an UNKNOWN state that could have made it otherwise. */
  readonly holds: boolean | "unknown";
  readonly restsOn: readonly { readonly trigger: string; readonly state: TriggerState }[];
  /** What the step did to the request. */
  readonly effect: "blocks" | "allows" | "none";
  readonly code?: ReasonCode;
  readonly missing?: readonly string[];
}

type StepFacts = Pick<ExplanationStep, "rule" | "text" | "holds" | "effect"> & Partial<ExplanationStep>;

export class Consideration {
  readonly details: Details;
  readonly signoffs: readonly string[];
  readonly roiCase: boolean;
  readonly steps: ExplanationStep[] = [];
  private readonly codes = new Set<ReasonCode>();
  private readonly blockedBy = new Set<string>();
  private readonly missing = new Set<string>();
  private readonly remarks: string[] = [];
  private allowed = false;
  private readonly policy: CompiledPolicy;
  private readonly situation: Situation;
  private readonly request: GateRequest;
  private readonly gate: CompiledGate;
  private readonly explains: boolean;

  constructor(policy: CompiledPolicy, situation: Situation, request: GateRequest, explains: boolean) {
    this.policy = policy;
    this.situation = situation;
    this.request = request;
    this.explains = explains;
    this.gate = policy.gates[request.gate_id];
    this.details = new Details(request.details);
    this.signoffs = countingSignoffs(request, policy.signoffRoles);
    this.roiCase = hasRoiCase(request);
  }

  get figures(): GateFigures {
    return this.policy.figures;
  }

  get criticalFail(): boolean {
    return this.situation.criticalFail;
  }

  get crmHygieneEnforced(): boolean {
    return this.situation.crmHygieneEnforced;
  }

  /** Whether something stands against the request so far. */
  get isBlocked(): boolean {
    return this.blockedBy.size > 0;
  }

  stateOf(shortId: string): TriggerState {
    return this.situation.facts.stateOf(shortId);
  }

  /** `signoff:ROLE` for each of the roles that has not signed. */
  unsigned(...roles: readonly string[]): string[] {
    return roles.filter((role) => !this.signoffs.includes(role)).map((role) => `signoff:${role}`);
  }

  /** Whether `allowed_if[index]` holds; the gate then asks what it admits. */
  allowedIf(index: number): boolean {
    return this.ask(this.gate.allowedIf[index], "allowed", "none");
  }

  /** Whether `blocked_if[index]` holds. It blocks only if the gate says so with `block`. */
  blockedIf(index: number): boolean {
    return this.ask(this.gate.blockedIf[index], "blocked", "none");
  }

  /** A further `blocked_if` that is true blocks all but what is allowed in every state. */
  furtherBlocks(from: number): void {
    for (const rule of this.gate.blockedIf.slice(from)) {
      if (this.ask(rule, "blocked", "blocks")) this.blockedBy.add(rule.rule);
    }
  }

  /** Records a code; any code blocks. `missing` names what would complete the request. */
  code(code: ReasonCode, missing: readonly string[] = []): void {
    this.codes.add(code);
    this.need(missing);
    const { title: text, clause: rule } = reasonCode(code);
    this.blockedBy.add(rule);
    this.step({ rule, text, holds: true, effect: "blocks", code, missing });
  }

  /** Blocks without a code. */
  block(rule: string, text: string, missing: readonly string[] = []): void {
    this.blockedBy.add(rule);
    this.need(missing);
    this.step({ rule, text, holds: true, effect: "blocks", missing });
  }

  /** Names a `blocked_if` that holds as what blocks. */
  blockByRule(index: number): void {
    const rule = this.gate.blockedIf[index];
    if (rule !== undefined) this.block(rule.rule, rule.effect || rule.when);
  }

  /** Admits the request, unless something else blocks it. */
  allow(rule: string, text: string): void {
    this.allowed = true;
    this.step({ rule, text, holds: true, effect: "allows" });
  }

  allowByRule(index: number): void {
    const rule = this.gate.allowedIf[index];
    if (rule !== undefined) this.allow(rule.rule, rule.effect || rule.when);
  }

  /** Admits what contract and settled rules allow whatever the triggers and the mode. */
  allowInEveryState(text: string): void {
    this.allow(`${this.gate.shortId}.every_state`, text);
  }

  need(missing: readonly string[]): void {
    for (const item of missing) this.missing.add(item);
  }

  /** A fact the gate looked at, for the explanation alone. */
  look(rule: string, text: string, holds: boolean, triggers: readonly string[] = []): void {
    this.step({ rule, text, holds, effect: "none", restsOn: this.restingOn(triggers) });
  }

  /** Whether the gate lists the exception and the request claims it. */
  exception(id: string): { readonly listed: boolean; readonly claimed: boolean; readonly offset: boolean } {
    const claims = (this.request.exceptions ?? []).filter((claim) => claim.exception_id === id);
    return {
      listed: this.isListed(id),
      claimed: claims.length > 0,
      offset: claims.some((claim) => isOffsetDocumented(claim.offset)),
    };
  }

  /** Adds to the decision's notes. */
  remark(remarks: readonly string[]): void {
    this.remarks.push(...remarks);
  }

  /** Default deny, unless something allowed or already blocked the request. */
  conclude(): void {
    if (this.allowed || this.isBlocked) return;
    this.block(`${this.gate.shortId}.default_deny`, "No rule of the gate allows the request.");
  }

  decision(): GateDecision {
    const { request_id, gate_id, exceptions } = this.request;
    return {
      request_id,
      gate_id,
      decision: this.allowed && !this.isBlocked ? "ALLOWED" : "BLOCKED",
      basis: this.situation.basis,
      exceptions_used: (exceptions ?? []).map(({ exception_id, offset }) => ({
        exception_id,
        offset_documented: isOffsetDocumented(offset),
      })),
      signoffs: [...this.signoffs],
      roi_case_attached: this.roiCase,
      reason_codes: sortedCodes(this.codes),
      blocked_by: [...this.blockedBy],
      missing: [...this.missing],
      notes: this.notes(),
    };
  }

  private isListed(id: string): boolean {
    return this.gate.exceptions.some((exception) => exception.id === id);
  }

  private notes(): string {
    const unlisted = (this.request.exceptions ?? [])
      .filter(({ exception_id }) => !this.isListed(exception_id))
      .map(({ exception_id }) => `The gate lists no exception ${exception_id}.`);
    if (unlisted.length + this.remarks.length + this.gate.notes.length === 0) return "";
    return [...this.gate.notes, ...new Set(unlisted), ...this.remarks].join(" ");
  }

  private ask(
    rule: CompiledRule | undefined,
    kind: "allowed" | "blocked",
    effect: "blocks" | "none",
  ): boolean {
    if (rule === undefined) return false;
    const { holds, certain } = holdingOf(this.situation, rule, kind);
    if (this.explains) {
      this.step({
        rule: rule.rule,
        text: rule.when,
        holds: certain ? holds : "unknown",
        restsOn: this.restingOn(triggersOf(rule.condition, this.policy.criticalTriggers)),
        effect: holds ? effect : "none",
      });
    }
    return holds;
  }

  private restingOn(triggers: readonly string[]): ExplanationStep["restsOn"] {
    return this.explains ? triggers.map((trigger) => ({ trigger, state: this.stateOf(trigger) })) : [];
  }

  private step(step: StepFacts): void {
    if (this.explains) this.steps.push({ restsOn: [], ...step });
  }
}
