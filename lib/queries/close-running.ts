import { CONTRACT_INPUTS } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { cyclePolicy } from "../policy/cycle-policy";
import {
  type CloseChecklist,
  type ClosingTrigger,
  closeChecklist,
  kindOfField,
  type MissingItem,
} from "./close-checklist";
import type { CloseClock } from "./close-clock";
import { type Member, membersToAssign } from "./close-owners";
import { addDays, isoDate, type Period } from "./cycle-calendar";
import type { UsedInput } from "./cycle-run";
import { inputsToSupply } from "./inputs-to-supply";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";
import { bookInputs, Months, monthsEnding, monthsOfBook, spanOf } from "./trigger-inputs-book";
import { type Configs, loadConfigs } from "./trigger-inputs-configs";
import { fieldsPresent } from "./trigger-inputs-dataset";
import { type MonthFact, monthFacts, type Reading } from "./trigger-inputs-facts";
import { type CycleScope, inputsOfCycles, type TriggerInput } from "./trigger-inputs-from-spine";

/**
 * What a figure of a month is: a setting; a figure of a month gone by; what stands on a day, such as the cash; what the
 * month adds up day by day; what is reckoned from the whole month; or what somebody supplies.
 */
export type FigureNature = "SETTING" | "EARLIER" | "DAY" | "FLOW" | "WHOLE" | "SUPPLIED";

/**
 * Where a figure stands while its month runs. STANDS: the month's remaining days do not move it. SO_FAR: it is there and
 * still moves. TO_COME: the month has nothing of it yet. LACKING: missing for another reason than that the month runs,
 * so that it can be supplied already. AT_THE_END: it can only be said of a whole month, and no fault that it is not.
 */
export type RunningStanding = "STANDS" | "SO_FAR" | "TO_COME" | "LACKING" | "AT_THE_END";

export type RunningFigure = {
  standing: RunningStanding;
  nature: FigureNature;
  /** A series month by month, the running one last and null while it has nothing; null for one figure. */
  months: { month: string; value: number | null }[] | null;
};

/** A month that has not ended, as its close would find it: nothing of it is judged or certified. */
export type RunningMonth = {
  monthIndex: number;
  /** The day as of which it is told. */
  asOf: string;
  /** The first day on which it can be certified. */
  certifiableFrom: string;
  checklist: CloseChecklist;
  /** By input. */
  figures: Record<string, RunningFigure>;
  /** What can be said before the month ends and is not there; what can be supplied already comes first. */
  missing: (MissingItem & { standing: "TO_COME" | "LACKING" })[];
  members: Member[];
};

type Setting = {
  cycleKey: string;
  period: Period;
  monthIndex: number;
  clock: CloseClock;
  holidays: readonly Date[];
  at: Date;
};

/**
 * The checklist of the month that runs, from the same figures as that of a month that is over. The kernel is not asked:
 * a month is judged once it has ended, so that no state and no code is told before.
 */
export async function runningMonth(
  tx: Transaction,
  tenantId: string,
  { cycleKey, period, monthIndex, clock, holidays, at }: Setting,
): Promise<RunningMonth> {
  const order = { cadence: "monthly_close", cycleKey } as const;
  const asOf = isoDate(at);
  const soFar = { start: period.start, end: asOf };
  const scope = { tenantId, ...order, period: soFar, monthIndex };
  const { policy } = await cyclePolicy(tx, tenantId, order);
  const configs = await loadConfigs(tx, tenantId);
  const reading = { tenantId, knownAt: at };
  const { minimumFields } = policy.compiled;
  const fields = await fieldsPresent(tx, reading, period, { minimumFields, configs });
  const told = await figuresSoFar(tx, reading, scope, configs);
  const supplied = inputsToSupply(policy.compiled, scope, { fromSpine: told.inputs, earlier: [] });
  const inputs = [...told.inputs, ...supplied].map((input) => usedSoFar(input, asOf));
  const figures: RunningMonth["figures"] = Object.fromEntries([
    ...told.figures,
    ...supplied.map(({ name }) => [name, SUPPLIED_LATER] as const),
  ]);
  const checklist = await closeChecklist(
    tx,
    {
      policy,
      scope,
      inputs: inputs.map((input) => withoutPart(input, figures)),
      document: { dataset: { fields } },
    },
    { clock, holidays, cycleId: null, at },
  );
  return {
    monthIndex,
    asOf,
    certifiableFrom: addDays(period.end, 1),
    checklist: { ...checklist, triggers: checklist.triggers.map((trigger) => inOrder(trigger, figures)) },
    figures,
    missing: missingSoFar(checklist.missing, figures),
    members: await membersToAssign(tx, tenantId),
  };
}

const SUPPLIED_LATER: RunningFigure = { standing: "AT_THE_END", nature: "SUPPLIED", months: null };

type Scope = CycleScope & { monthIndex: number };

const CASH = "CashBalance";

/**
 * The inputs read twice: from the books as they are, and as if the running month had stated everything. What is missing
 * even then is missing from an earlier month.
 */
async function figuresSoFar(tx: Transaction, reading: Reading, scope: Scope, configs: Configs) {
  const { cycleKey, period } = scope;
  const yesterday = { ...period, end: addDays(period.end, -1) };
  const days = [period, yesterday].map((each) => ({
    ...scope,
    period: each,
    burnUntil: null,
    saidSince: null,
  }));
  const [today = [], before = []] = await inputsOfCycles(tx, reading, days, configs);
  const inputs = today.map((input) => withYesterdays(input, before));
  const facts = await monthFacts(tx, reading, spanOf(monthsOfBook(cycleKey)));
  const others = facts.filter(({ month }) => month !== cycleKey);
  const [whole = []] = await bookInputs(tx, reading, new Months([...others, ...statedIn(cycleKey)]), [
    cycleKey,
  ]);
  const figures = inputs.map((input) => {
    const asWhole = whole.find(({ name }) => name === input.name) ?? input;
    return [input.name, figureOf(input, asWhole, { cycleKey, start: period.start })] as const;
  });
  return { inputs, figures };
}

/** A bank reports a day once it is over: until today's balances are in, yesterday's cash is the newest. */
function withYesterdays(input: TriggerInput, before: readonly TriggerInput[]): TriggerInput {
  if (input.name !== CASH || input.value !== null) return input;
  return before.find(({ name, value }) => name === CASH && value !== null) ?? input;
}

/** One of each kind of fact: what they amount to is never shown. */
const statedIn = (month: string): MonthFact[] =>
  [...Object.values(EVENTS), ...Object.values(REVENUE_EVENTS)].map((eventType) => ({
    month,
    eventType,
    total: 1,
    newest: 1,
    acquisition: 1,
    rows: 1,
  }));

type Running = { cycleKey: string; start: string };

function figureOf(input: TriggerInput, asWhole: TriggerInput, running: Running): RunningFigure {
  const nature = natureOf(input, running);
  const isKnown = input.value !== null;
  if (nature === "WHOLE")
    return { nature, standing: asWhole.value === null ? "LACKING" : "AT_THE_END", months: null };
  if (nature === "FLOW") {
    const standing = asWhole.value === null ? "LACKING" : isKnown ? "SO_FAR" : "TO_COME";
    return { nature, standing, months: monthsOf(input, asWhole, running) };
  }
  if (!isKnown) return { nature, standing: "LACKING", months: null };
  return { nature, standing: nature === "DAY" ? "SO_FAR" : "STANDS", months: null };
}

function natureOf({ name, source }: TriggerInput, { start }: Running): FigureNature {
  const kind = CONTRACT_INPUTS.get(name)?.kind;
  if (kind === "weekly" || name === CASH) return "DAY";
  if (source.table === "optimizer_configs") return "SETTING";
  if (source.period.end < start) return "EARLIER";
  return kind === "monthly" ? "FLOW" : "WHOLE";
}

function monthsOf(
  input: TriggerInput,
  asWhole: TriggerInput,
  { cycleKey }: Running,
): RunningFigure["months"] {
  const values = asWhole.value;
  if (!Array.isArray(values)) return null;
  const mine = Array.isArray(input.value) ? (input.value.at(-1) ?? null) : null;
  return monthsEnding(cycleKey, values.length).map((month, at) => ({
    month,
    value: month === cycleKey ? mine : (values[at] ?? null),
  }));
}

/** No figure is from a later day than the one as of which it is told. */
function usedSoFar(input: TriggerInput, asOf: string): UsedInput {
  const { period } = input.source;
  const source = { ...input.source, period: { ...period, end: period.end < asOf ? period.end : asOf } };
  return { ...input, source, override: null };
}

/** A part of the month is no figure of the whole: what is reckoned from it stays unsaid. */
const withoutPart = (input: UsedInput, figures: RunningMonth["figures"]): UsedInput =>
  figures[input.name]?.nature === "WHOLE" ? { ...input, value: null } : input;

const ORDER: Readonly<Record<RunningStanding, number>> = {
  LACKING: 0,
  TO_COME: 1,
  SO_FAR: 2,
  STANDS: 3,
  AT_THE_END: 4,
};

function inOrder(trigger: ClosingTrigger, figures: RunningMonth["figures"]): ClosingTrigger {
  const place = ({ name }: { name: string }) => ORDER[figures[name]?.standing ?? "AT_THE_END"];
  return { ...trigger, inputs: [...trigger.inputs].sort((one, other) => place(one) - place(other)) };
}

function missingSoFar(
  missing: readonly MissingItem[],
  figures: RunningMonth["figures"],
): RunningMonth["missing"] {
  return missing
    .flatMap((item) => {
      const standing = item.kind === "FIELD" ? standingOfField(item.name) : figures[item.name]?.standing;
      return standing === "LACKING" || standing === "TO_COME" ? [{ ...item, standing }] : [];
    })
    .sort((one, other) => ORDER[one.standing] - ORDER[other.standing]);
}

/** Stages, deals and targets do not wait for the month's books; the other fields are in them. */
const standingOfField = (field: string) => (kindOfField(field) === "pipeline" ? "LACKING" : "TO_COME");
