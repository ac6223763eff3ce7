import { type CompiledPolicy, missingMinimumFields } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { kindOf as importKind } from "../imports/kinds";
import { businessDaysLate, type CloseClock } from "./close-clock";
import { type CrmHygieneDetail, crmHygieneDetail } from "./close-crm";
import {
  type AssignedOwner,
  assignedOwners,
  type FigureOwner,
  ownerOf,
  triggersOfField,
} from "./close-owners";
import { type InputLine, inputLines } from "./cycle-detail";
import type { CycleRun } from "./cycle-run";
import { inputsAskedFor, serves } from "./inputs-asked-for";
import { loadConfigs } from "./trigger-inputs-configs";

/** How a figure comes into the company's data: the kind of import that states it, by its id and its title. */
export type LoadingWay = { kind: string; title: string };

export type ClosingField = {
  field: string;
  isPresent: boolean;
  load: LoadingWay | null;
  owner: FigureOwner;
};

export type ClosingInput = InputLine & {
  owner: FigureOwner;
  load: LoadingWay | null;
};

export type ClosingTrigger = {
  triggerId: string;
  shortId: string;
  name: string;
  owner: string | null;
  critical: boolean;
  /** Missing ones first. */
  inputs: ClosingInput[];
};

/** Something that the month still lacks, with who supplies it and by how many business days it is late. */
export type MissingItem = {
  name: string;
  kind: "FIELD" | "INPUT";
  triggers: string[];
  owner: FigureOwner;
  load: LoadingWay | null;
  daysLate: number;
};

export type CloseChecklist = {
  fields: ClosingField[];
  triggers: ClosingTrigger[];
  crm: CrmHygieneDetail;
  missing: MissingItem[];
};

/** What is read of a month: the run of one that is over, or the running one, which no run has judged. */
type MonthRead = Pick<CycleRun, "policy" | "scope" | "inputs"> & {
  document: Pick<CycleRun["document"], "dataset">;
};

type Standing = { clock: CloseClock; holidays: readonly Date[]; cycleId: string | null; at: Date };

/** What a month's close needs, as the company's data has it now. */
export async function closeChecklist(
  tx: Transaction,
  run: MonthRead,
  { clock, holidays, cycleId, at }: Standing,
): Promise<CloseChecklist> {
  const { tenantId, period } = run.scope;
  const { compiled } = run.policy;
  const owners = await assignedOwners(tx, tenantId);
  const lines = await inputLines(tx, run, cycleId, at);
  const fields = fieldsOf(compiled, run.document.dataset?.fields ?? [], owners);
  const daysLate = businessDaysLate(clock.figuresDue, at, holidays);
  return {
    fields,
    triggers: triggersOf(compiled, lines, owners),
    crm: await crmHygieneDetail(tx, tenantId, period.end, await loadConfigs(tx, tenantId)),
    missing: [
      ...fields
        .filter(({ isPresent }) => !isPresent)
        .map(({ field, owner, load }) => ({
          name: field,
          kind: "FIELD" as const,
          triggers: triggersOfField(field),
          owner,
          load,
          daysLate,
        })),
      ...lines
        .filter(({ value, triggers }) => value === null && triggers.length > 0)
        .map((line) => ({
          name: line.name,
          kind: "INPUT" as const,
          triggers: line.triggers,
          owner: ownerOf(compiled, owners, line.name, line.triggers),
          load: loadingWay(line),
          daysLate,
        })),
    ],
  };
}

type Owners = ReadonlyMap<string, AssignedOwner>;

function fieldsOf(compiled: CompiledPolicy, present: readonly string[], owners: Owners): ClosingField[] {
  const missing = missingMinimumFields(compiled, present);
  return compiled.minimumFields
    .map((field) => ({
      field,
      isPresent: !missing.includes(field),
      load: loadedBy(FIELD_KINDS, field),
      owner: ownerOf(compiled, owners, field, triggersOfField(field)),
    }))
    .sort((one, other) => Number(one.isPresent) - Number(other.isPresent));
}

function triggersOf(compiled: CompiledPolicy, lines: readonly InputLine[], owners: Owners): ClosingTrigger[] {
  const asked = inputsAskedFor(compiled);
  return compiled.triggers.map(({ id, shortId, name, owner, critical }) => ({
    triggerId: id,
    shortId,
    name,
    owner,
    critical,
    inputs: lines
      .filter((line) => serves(line.name, asked.get(id) ?? []))
      .map((line) => ({
        ...line,
        owner: ownerOf(compiled, owners, line.name, [shortId]),
        load: loadingWay(line),
      }))
      .sort((one, other) => Number(one.value !== null) - Number(other.value !== null)),
  }));
}

const FIELD_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^ARR bridge/i, "arr-bridge"],
  [/^COGS breakdown/i, "cogs"],
  [/^Opex by function/i, "opex"],
  [/^Pipeline stages/i, "pipeline"],
  [/^Headcount by function/i, "headcount"],
];
const INPUT_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(OperatingCashFlow|Capex|NetBurn)/, "cash-flow"],
  [/^Target(FCF|EBITDA)/, "targets"],
  [/^Revenue$/, "revenue"],
  [/^(COGS|GrossMargin)$/, "cogs"],
  [/^(Opex_excl_DA|EBITDA_Margin_TTM|CAC)$/, "opex"],
  [/^CashBalance$/, "cash"],
  [/^(StartingARR|Expansion|Contraction|Churn|NewARR_per_month|ARR_Growth_Rate_TTM)$/, "arr-bridge"],
  [/^QualifiedPipelineAmount/, "pipeline"],
  [/^BookingsTarget/, "bookings-targets"],
];

/** What no source has is supplied by hand on the cycle's own page. */
const loadingWay = ({ name, isSupplied }: InputLine): LoadingWay | null =>
  isSupplied ? null : loadedBy(INPUT_KINDS, name);

/** The id of the kind of import that states an input, and that fills a minimum field. */
export const kindOfInput = (name: string): string | undefined => kindIn(INPUT_KINDS, name);
export const kindOfField = (field: string): string | undefined => kindIn(FIELD_KINDS, field);

const kindIn = (kinds: readonly (readonly [RegExp, string])[], name: string) =>
  kinds.find(([words]) => words.test(name))?.[1];

function loadedBy(kinds: readonly (readonly [RegExp, string])[], name: string): LoadingWay | null {
  const id = kindIn(kinds, name);
  const kind = id === undefined ? undefined : importKind(id);
  return kind ? { kind: kind.id, title: kind.title } : null;
}
