/** Orders as a company might give them over a year: weeks, closes, corrections, missing figures, requests of all kinds. */
import documents from "../corpus/00-base/documents.json";
import requestTemplates from "../corpus/00-base/requests.json";
import { baseDocument, putInState, requestOf } from "../corpus/given";
import { below, chance, pick, type Random } from "../corpus/random";
import { gateRequestSchema } from "../document";
import type { Cadence } from "../vocabulary";
import type { CycleOrder, RecordedCompany, RequestOrder } from "./recorded-history";

export type Order = ({ readonly kind: "cycle" } & CycleOrder) | ({ readonly kind: "request" } & RequestOrder);

const MONTHLY = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"];
const WEEKLY = ["T4", "T6"];
// Mostly healthy, so that cycles close and modes change.
const STATES = [...Array<string>(8).fill("PASS"), "WATCH", "WATCH", "FAIL", "FAIL", "UNKNOWN"];
/** 72.5%, which passes, and the same EBITDA. */
const NARROW_MARGIN = { COGS: [220_000, 220_000, 220_000], Opex_excl_DA: [580_000, 580_000, 580_000] };
const LIKES = Object.keys(requestTemplates);
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5, 9);

export function randomOrders(random: Random, steps: number, { unknowns = true } = {}): Order[] {
  const orders: Order[] = [];
  const done: { cadence: Cadence; cycleKey: string; periodEnd: string }[] = [];
  let day = 0;
  for (let step = 0; step < steps; step += 1) {
    if (!chance(random, 0.2)) day += 1 + below(random, 6);
    const at = new Date(START + day * DAY).toISOString();
    if (chance(random, 0.5)) {
      orders.push({ kind: "request", at, ...randomRequest(random, step) });
      continue;
    }
    const again = done.length > 0 && chance(random, 0.25) ? pick(random, done) : null;
    const cadence: Cadence = chance(random, 0.35) ? "monthly_close" : "weekly";
    const cycle = again ?? { cadence, cycleKey: `${cadence} ${done.length}`, periodEnd: at.slice(0, 10) };
    if (again === null) done.push(cycle);
    // No two evaluations share a moment unless one follows from the other.
    day += 1;
    const moment = new Date(START + day * DAY).toISOString();
    // Some requests come in the very moment of an evaluation; open ones are decided again right after it.
    if (chance(random, 0.2)) orders.push({ kind: "request", at: moment, ...randomRequest(random, step) });
    orders.push({ kind: "cycle", ...cycle, at: moment, given: given(random, cycle.cadence, unknowns) });
    if (chance(random, 0.4)) orders.push({ kind: "request", at: moment, ...randomRequest(random, step) });
  }
  return orders;
}

function given(random: Random, cadence: Cadence, unknowns: boolean): CycleOrder["given"] {
  const document = baseDocument(cadence === "weekly" ? "weekly" : "monthly");
  const states = STATES.filter((state) => unknowns || state !== "UNKNOWN");
  for (const trigger of cadence === "weekly" ? WEEKLY : MONTHLY) {
    if (chance(random, 0.5)) putInState(document, trigger, pick(random, states));
  }
  const { crm_hygiene, ...rest } = document as CycleOrder["given"];
  // Figures within the same state, which another threshold would tell apart.
  const better = { ...(chance(random, 0.4) && { CashBalance: 2_500_000 }) };
  const inputs = {
    ...rest.inputs,
    ...(chance(random, 0.3) && cadence !== "weekly" && NARROW_MARGIN),
    ...better,
  };
  const hygiene = chance(random, 0.8) ? crm_hygiene : { stage_definitions_enforced: false };
  if (cadence === "weekly") return { inputs, crm_hygiene: hygiene };
  const { close, dataset } = documents.monthly;
  const fields = unknowns && chance(random, 0.1) ? dataset.fields.slice(1) : dataset.fields;
  return { inputs, crm_hygiene: hygiene, close, dataset: { fields } };
}

function randomRequest(random: Random, step: number): Omit<RequestOrder, "at"> {
  const signoffs = pick(random, [[], [], ["CFO"], ["CEO"], ["CEO", "CFO"]]);
  const wire = requestOf(
    {
      like: pick(random, LIKES),
      signoffs,
      roi_case: chance(random, 0.5) ? "documented" : null,
      exceptions: chance(random, 0.3) ? [pick(random, ["with offset", "without offset"])] : [],
    },
    `REQ-${below(random, 3 + step)}`,
  );
  return {
    request: gateRequestSchema.parse(wire),
    signatures: pick(random, ["none", "given", "all_asked"] as const),
    approved: chance(random, 0.3),
    endedByPerson: chance(random, 0.1),
  };
}

/** Gives the orders to a company, one after the other. */
export function follow(company: RecordedCompany, orders: readonly Order[]): RecordedCompany {
  for (const order of orders) {
    if (order.kind === "cycle") company.evaluate(order);
    else if (order.kind === "request") company.decide(order);
  }
  return company;
}
