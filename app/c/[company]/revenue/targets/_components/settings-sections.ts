import { leverName, leverValueInWords, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { leverValueSchema } from "@/kernel/revenue/contract";
import { FIELDS_BY_SUBSYSTEM } from "@/kernel/revenue/levers";
import type { Field, Plan } from "./sections";

export const SETTINGS_NAMES = ["crm", "pricing", "routing", "content"] as const;
export type SettingsName = (typeof SETTINGS_NAMES)[number];

type Entry = Pick<Field, "kind"> & Partial<Pick<Field, "help" | "suffix">>;

const ONE_A_LINE = "One a line";

/** How each setting is typed; its limits are the executor map's, and are asked of the kernel. */
const ENTRIES: {
  readonly [S in SettingsName]: Readonly<Record<(typeof FIELDS_BY_SUBSYSTEM)[S][number], Entry>>;
} = {
  crm: {
    sequence_delay_days: { kind: "number", suffix: " days", help: "0 to 30" },
    max_touches: { kind: "number", help: "1 to 20" },
    follow_up_sla_hours: { kind: "number", suffix: " hours", help: "1 to 168" },
    auto_assign: { kind: "yesno" },
    priority_score_threshold: { kind: "number", help: "0 to 100" },
  },
  pricing: {
    discount_max_pct: { kind: "percent", help: "0 to 50" },
    tier_threshold: { kind: "amounts", help: `${ONE_A_LINE} in dollars, each over the one before` },
    promo_code_enabled: { kind: "yesno" },
    trial_days: { kind: "number", suffix: " days", help: "0 to 90" },
  },
  routing: {
    round_robin_enabled: { kind: "yesno" },
    capacity_per_rep: { kind: "number", help: "1 to 1,000" },
    territory_rules: { kind: "owners", help: `${ONE_A_LINE}: territory, colon, owner` },
    overflow_queue: { kind: "text", help: "Up to 100 characters" },
  },
  content: {
    template_id: { kind: "template" },
    variant_weights: { kind: "shares", help: `${ONE_A_LINE}: variant, colon, percent; together 100` },
    subject_line: { kind: "text", help: "Up to 100 characters" },
    cta_text: { kind: "text", help: "Up to 50 characters" },
  },
};

function planOf(subsystem: SettingsName): Plan {
  const entries: Readonly<Record<string, Entry>> = ENTRIES[subsystem];
  const title = SUBSYSTEM_WORDS[subsystem];
  return {
    title,
    noun: `${title === "CRM" ? title : title.toLowerCase()} settings`,
    fields: FIELDS_BY_SUBSYSTEM[subsystem].map((name) => ({
      kind: "text",
      ...entries[name],
      name,
      label: leverName(subsystem, name),
      optional: true,
      say: (value) => {
        const parsed = leverValueSchema.safeParse(value ?? null);
        return parsed.success ? leverValueInWords(subsystem, name, parsed.data) : String(value);
      },
    })),
  };
}

export const SETTINGS_SECTIONS: Record<SettingsName, Plan> = {
  crm: planOf("crm"),
  pricing: planOf("pricing"),
  routing: planOf("routing"),
  content: planOf("content"),
};
