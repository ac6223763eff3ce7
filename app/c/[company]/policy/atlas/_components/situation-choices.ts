import { wordOf } from "@/components/governance/state-badge";
import { MODES, TRIGGER_STATES } from "@/kernel/enforcement";
import type { PolicyAtlasView } from "@/lib/queries/policy-atlas";

/** One thing to choose: the name it has in the address, what is chosen, and what is so today. */
export type SituationChoice = {
  name: string;
  label: string;
  chosen: string;
  today: string;
  data: { value: string; label: string }[];
};

const HYGIENE = [
  { value: "enforced", label: "Enforced" },
  { value: "not-enforced", label: "Not enforced" },
];

export function situationChoices({
  triggers,
  chosen,
  today,
}: Pick<PolicyAtlasView, "triggers" | "chosen" | "today">): SituationChoice[] {
  const inWords = <T extends Parameters<typeof wordOf>[0]>(values: readonly T[]) =>
    values.map((value) => ({ value, label: wordOf(value) }));
  const hygiene = (enforced: boolean) => (enforced ? "enforced" : "not-enforced");
  return [
    ...triggers.map(({ shortId, name, critical, state, today: present }) => ({
      name: shortId,
      label: `${shortId} ${name}${critical ? " (critical)" : ""}`,
      chosen: state,
      today: present,
      data: inWords(TRIGGER_STATES),
    })),
    { name: "mode", label: "Mode", chosen: chosen.mode, today: today.mode, data: inWords(MODES) },
    {
      name: "crm",
      label: "CRM hygiene",
      chosen: hygiene(chosen.crmHygieneEnforced),
      today: hygiene(today.crmHygieneEnforced),
      data: HYGIENE,
    },
  ];
}
