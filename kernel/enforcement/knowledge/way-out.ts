/**
 * Every smallest set of changes that opens a closed request, found exactly. A point says how far each
 * trigger, the mode, CRM hygiene and the request have been changed; each may only get better, UNKNOWN to
 * FAIL to WATCH to PASS. Where a request is closed, some change on which the decision rests must be among
 * those of every way out, so only those are tried.
 */
import type { GateRequest } from "../document";
import { decideRequest, explainDecision } from "../gates/decide-request";
import { type Situation, situationOf } from "../gates/situation";
import type { CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";
import type { GateDecision } from "../report";
import type { TriggerState } from "../vocabulary";
import { type Pillar, standingOf } from "./certificate";
import { changesOpenTo, type RequestChange } from "./changeable";
import { factsOf, type Point } from "./state-space";
import { watched } from "./watched-request";

/** Worst first: data that is supplied shows at least FAIL. */
export const LADDER: readonly TriggerState[] = ["UNKNOWN", "FAIL", "WATCH", "PASS"];

/** Rungs of the triggers, then mode and hygiene (1 when good), then the option of each change, 0 for none. */
export type Way = readonly number[];

/** Codes that stay as long as what they miss first stays away, whatever else is brought. */
const MISSED: ReadonlySet<ReasonCode> = new Set(["CFO-20", "CFO-21", "CFO-22", "CFO-23", "CFO-24", "CFO-35"]);

export class WaysOut {
  readonly changes: readonly RequestChange[];
  readonly triggers: readonly string[];
  private readonly policy: CompiledPolicy;
  private readonly request: GateRequest;
  private readonly found = new Map<string, readonly Way[]>();
  private readonly situations = new Map<string, Situation>();
  private readonly requests = new Map<string, GateRequest>();

  constructor(policy: CompiledPolicy, request: GateRequest) {
    this.policy = policy;
    this.request = request;
    this.changes = changesOpenTo(policy, request);
    this.triggers = policy.triggers.map(({ shortId }) => shortId);
  }

  get modeAt(): number {
    return this.triggers.length;
  }
  get hygieneAt(): number {
    return this.triggers.length + 1;
  }
  changeAt(change: number): number {
    return this.triggers.length + 2 + change;
  }

  /** The point at which nothing has been changed. */
  start({ states, mode, crmHygieneEnforced }: Point): Way {
    const rungs = this.triggers.map((id) =>
      LADDER.indexOf((Object.hasOwn(states, id) ? states[id] : undefined) ?? "UNKNOWN"),
    );
    return [...rungs, mode === "NORMAL" ? 1 : 0, crmHygieneEnforced ? 1 : 0, ...this.changes.map(() => 0)];
  }

  isOpen(way: Way): boolean {
    return decideRequest(this.policy, this.situationAt(way), this.requestAt(way)).decision === "ALLOWED";
  }

  /** Whether the request is open there with another amount in one detail. */
  isOpenWith(way: Way, detail: string, amount: number): boolean {
    const request = this.requestAt(way);
    const changed = { ...request, details: { ...request.details, [detail]: amount } } as GateRequest;
    return decideRequest(this.policy, this.situationAt(way), changed).decision === "ALLOWED";
  }

  /** The smallest ways out from here; only the way itself where the request is open already. */
  smallestFrom(way: Way): readonly Way[] {
    const key = keyOf(way);
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const read = new Set<string>();
    const request = watched(this.requestAt(way), read);
    const { decision, pillars } = standingOf(this.policy, this.situationAt(way), request);
    const smallest =
      decision.decision === "ALLOWED"
        ? [way]
        : smallestOf(
            [...this.stepsOn(way, pillars), ...this.stepsInRequest(way, decision, read)].flatMap((next) =>
              this.smallestFrom(next),
            ),
            this.changeAt(0),
          );
    this.found.set(key, smallest);
    return smallest;
  }

  situationAt(way: Way): Situation {
    const key = keyOf(way.slice(0, this.changeAt(0)));
    const known = this.situations.get(key);
    if (known !== undefined) return known;
    const states = this.triggers.map((id, at) => [id, LADDER[way[at] ?? 0] ?? "UNKNOWN"] as const);
    const point: Point = {
      states: Object.fromEntries(states),
      mode: way[this.modeAt] === 1 ? "NORMAL" : "DEFENSIVE",
      crmHygieneEnforced: way[this.hygieneAt] === 1,
    };
    const situation = situationOf(this.policy, factsOf(point));
    this.situations.set(key, situation);
    return situation;
  }

  requestAt(way: Way): GateRequest {
    const key = keyOf(way.slice(this.changeAt(0)));
    const known = this.requests.get(key);
    if (known !== undefined) return known;
    let request = this.request;
    this.changes.forEach(({ options }, at) => {
      const option = options[(way[this.changeAt(at)] ?? 0) - 1];
      if (option !== undefined) request = option.apply(request);
    });
    this.requests.set(key, request);
    return request;
  }

  /** One step better in what the decision rests on. */
  private stepsOn(way: Way, pillars: readonly Pillar[]): Way[] {
    const places = pillars.map((pillar) => {
      if (pillar === "mode") return this.modeAt;
      return pillar === "crm_hygiene" ? this.hygieneAt : this.triggers.indexOf(pillar.trigger);
    });
    return [...new Set(places)].flatMap((at) => {
      const best = at < this.modeAt ? LADDER.length - 1 : 1;
      const rung = way[at] ?? best;
      return at >= 0 && rung < best ? [way.with(at, rung + 1)] : [];
    });
  }

  /** Each option of each change not made yet that could matter; of that alone which a code misses first. */
  private stepsInRequest(
    way: Way,
    { reason_codes, missing }: GateDecision,
    read: ReadonlySet<string>,
  ): Way[] {
    const missed = reason_codes.some((code) => MISSED.has(code)) ? this.firstMissed(way) : null;
    const places =
      missed === null
        ? this.changes.flatMap((change, at) => (couldMatter(change, missing, read) ? [at] : []))
        : [missed];
    return places.flatMap((at) =>
      way[this.changeAt(at)] === 0
        ? (this.changes[at]?.options ?? []).map((_, option) => way.with(this.changeAt(at), option + 1))
        : [],
    );
  }

  private firstMissed(way: Way): number | null {
    const { steps } = explainDecision(this.policy, this.situationAt(way), this.requestAt(way));
    const missed = steps.find(({ code }) => code !== undefined && MISSED.has(code))?.missing?.[0];
    const at = this.changes.findIndex((change) => asMissing(change) === missed);
    return at < 0 || way[this.changeAt(at)] !== 0 ? null : at;
  }
}

/** A detail matters once it is read; a proof that a gate weighs and does not find is named as missing. */
function couldMatter(change: RequestChange, missing: readonly string[], read: ReadonlySet<string>): boolean {
  if (change.name === "requested_by") return true;
  const isDetail = change.kind === "fact" || change.kind === "smaller_ask";
  return isDetail ? read.has(change.name) : missing.includes(asMissing(change));
}

/** As a decision names it among what is missing. */
function asMissing({ kind, name }: RequestChange): string {
  return kind === "signoff" || kind === "exception" ? `${kind}:${name}` : name;
}

/** Whether nothing in one way goes further than in the other. Options of one change are side by side. */
export function isWithin(one: Way, other: Way, firstChange: number): boolean {
  return one.every((rung, at) => {
    const there = other[at] ?? 0;
    return rung === there || (at < firstChange ? rung < there : rung === 0);
  });
}

function smallestOf(ways: readonly Way[], firstChange: number): Way[] {
  const distinct = [...new Map(ways.map((way) => [keyOf(way), way])).values()];
  return distinct.filter(
    (way) => !distinct.some((other) => other !== way && isWithin(other, way, firstChange)),
  );
}

function keyOf(way: Way): string {
  return String.fromCharCode(...way);
}
