import { formatMoney, formatNumber, formatPercent } from "@/components/ui/format";
import type { LeverValue } from "@/kernel/revenue/contract";
import { FIELDS_BY_SUBSYSTEM, SUBSYSTEMS, type Subsystem } from "@/kernel/revenue/levers";

export const SUBSYSTEM_WORDS: Record<Subsystem, string> = {
  campaigns: "Campaigns",
  crm: "CRM",
  pricing: "Pricing",
  routing: "Lead routing",
  content: "Content",
};

type Unit = "USD" | "percent" | "days" | "hours" | "text";
type LeverWords = { name: string; unit: Unit };

/** Every lever of the executor map as a person would say it; one that has no words does not compile. */
const WORDS: {
  readonly [S in Subsystem]: Readonly<Record<(typeof FIELDS_BY_SUBSYSTEM)[S][number], LeverWords>>;
} = {
  campaigns: {
    budget_daily: { name: "Daily budget", unit: "USD" },
    budget_total: { name: "Total budget", unit: "USD" },
    status: { name: "Running or paused", unit: "text" },
    target_segment: { name: "Segment aimed at", unit: "text" },
    bidding_strategy: { name: "Bidding strategy", unit: "text" },
    end_date: { name: "Last day", unit: "text" },
  },
  crm: {
    sequence_delay_days: { name: "Days between two touches", unit: "days" },
    max_touches: { name: "Most touches of a sequence", unit: "text" },
    follow_up_sla_hours: { name: "Hours until a follow-up is due", unit: "hours" },
    auto_assign: { name: "Leads assigned by themselves", unit: "text" },
    priority_score_threshold: { name: "Score from which a lead goes first", unit: "text" },
  },
  pricing: {
    discount_max_pct: { name: "Largest discount without a request", unit: "percent" },
    tier_threshold: { name: "Thresholds of the price tiers", unit: "USD" },
    promo_code_enabled: { name: "Promotion codes accepted", unit: "text" },
    trial_days: { name: "Length of a trial", unit: "days" },
  },
  routing: {
    round_robin_enabled: { name: "Leads dealt out in turn", unit: "text" },
    capacity_per_rep: { name: "Open leads a salesperson may hold", unit: "text" },
    territory_rules: { name: "Who owns which territory", unit: "text" },
    overflow_queue: { name: "Queue for what is too much", unit: "text" },
  },
  content: {
    template_id: { name: "Template in use", unit: "text" },
    variant_weights: { name: "Share of each variant", unit: "percent" },
    subject_line: { name: "Subject line", unit: "text" },
    cta_text: { name: "Words on the button", unit: "text" },
  },
};

function wordsOf(subsystem: Subsystem, field: string): LeverWords | undefined {
  const words: Readonly<Record<string, LeverWords>> = WORDS[subsystem];
  return Object.hasOwn(words, field) ? words[field] : undefined;
}

/** "Daily budget"; the field's own name where the map does not know it. */
export function leverName(subsystem: Subsystem, field: string): string {
  return wordsOf(subsystem, field)?.name ?? field;
}

/** Levers by subsystem, each with the id by which guardrails name it. */
export const LEVERS: readonly { subsystem: Subsystem; levers: readonly { id: string; name: string }[] }[] =
  SUBSYSTEMS.map((subsystem) => ({
    subsystem,
    levers: FIELDS_BY_SUBSYSTEM[subsystem].map((field) => ({
      id: `${subsystem}.${field}`,
      name: leverName(subsystem, field),
    })),
  }));

const NAMES = new Map(
  LEVERS.flatMap(({ subsystem, levers }) =>
    levers.map(({ id, name }) => [id, `${SUBSYSTEM_WORDS[subsystem]}: ${name.toLowerCase()}`] as const),
  ),
);

/** "Campaigns: daily budget" for `campaigns.budget_daily`. */
export function leverInWords(id: string): string {
  return NAMES.get(id) ?? id;
}

/** What a lever stands at: "$1,200", "Yes", "Enterprise 60%, SMB 40%". */
export function leverValueInWords(subsystem: Subsystem, field: string, value: LeverValue): string {
  return valueInWords(value, wordsOf(subsystem, field)?.unit ?? "text");
}

function valueInWords(value: LeverValue, unit: Unit): string {
  if (value === null || value === "") return "Not set";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return numberInWords(value, unit);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    return value.length === 0 ? "None" : value.map((each) => valueInWords(each, unit)).join(", ");
  }
  const named = Object.entries(value).sort(([one], [other]) => one.localeCompare(other));
  const parts = named.map(([name, each]) => `${name}: ${valueInWords(each, unit)}`);
  return parts.length === 0 ? "None" : parts.join(", ");
}

function numberInWords(value: number, unit: Unit): string {
  if (unit === "USD") return formatMoney(value);
  if (unit === "percent") return formatPercent(value, 2);
  const text = formatNumber(value, 2);
  return unit === "text" ? text : `${text} ${text === "1" ? unit.slice(0, -1) : unit}`;
}
