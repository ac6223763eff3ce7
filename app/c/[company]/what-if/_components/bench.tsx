"use client";

import { Button, Group, NativeSelect, Stack, Switch, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Outcome } from "@/components/ui/failure-alert";
import { Section } from "@/components/ui/section";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import { MOST_MONTHS } from "@/lib/queries/scenario-figures";
import type { NamedScenario, Today } from "@/lib/queries/what-if";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";
import { Compared } from "./compared";
import { monthInWords } from "./figures";
import { MonthMatrix } from "./month-matrix";
import { MonthStrip } from "./month-strip";
import { SavePanel } from "./save-panel";
import { Summary } from "./summary";
import { useProjection } from "./use-projection";
import { useScenario } from "./use-scenario";

export type BenchProps = {
  basis: WhatIfBasis;
  today: Today;
  opened: ScenarioContent;
  scenario: NamedScenario | null;
  /** `/c/acme` */
  company: string;
  rights: { write: boolean; change: boolean; delete: boolean };
  save: (given: unknown) => Promise<Outcome<{ id: string }>>;
  remove: (given: unknown) => Promise<Outcome>;
};

/** The figures one types and what the kernel makes of them, side by side. */
export function Bench(props: BenchProps) {
  const { basis, today, opened, scenario, company } = props;
  const key = `what-if${company}/${scenario?.id ?? "new"}/${scenario?.updatedAt.toISOString() ?? ""}`;
  const { content, change, isChanged, isRestored, begin, forget } = useScenario(basis, opened, key);
  const projection = useProjection(basis, content);
  const [wanted, setChosen] = useState(0);
  const chosen = Math.min(wanted, content.months - 1);
  const months = useMemo(() => basis.months.slice(0, content.months), [basis, content.months]);
  return (
    <Stack gap="md">
      <Summary projection={projection} basis={basis} today={today} />
      <Section
        title="Month by month"
        description="Type a figure, or choose one and use the slider: every state, the mode, the gates and the escalations follow at once. A figure left empty is missing, and its triggers are unknown."
        actions={
          <Button variant="default" onClick={begin} disabled={!isChanged}>
            {scenario ? "Back to what was saved" : "Back to today's figures"}
          </Button>
        }
      >
        <Group gap="lg" align="flex-end">
          <NativeSelect
            label="Months ahead"
            value={String(content.months)}
            data={Array.from({ length: MOST_MONTHS }, (_, at) => String(at + 1))}
            onChange={({ currentTarget }) => change({ kind: "months", months: Number(currentTarget.value) })}
          />
          <Switch
            label="CRM hygiene is enforced"
            checked={content.crmHygieneEnforced}
            onChange={({ currentTarget }) => change({ kind: "hygiene", enforced: currentTarget.checked })}
            mb={8}
          />
        </Group>
        {isRestored && isChanged && (
          <Text size="sm" role="status">
            What you typed here before and did not save is back.
          </Text>
        )}
        <MonthStrip months={months} projection={projection} chosen={chosen} onChoose={setChosen} />
        <MonthMatrix
          basis={basis}
          today={today}
          content={content}
          projection={projection}
          chosen={chosen}
          onChoose={setChosen}
          change={change}
        />
      </Section>
      <Compared
        basis={basis}
        today={today}
        month={chosen}
        monthName={monthInWords(months[chosen]?.key ?? "")}
        projected={projection?.months[chosen]}
      />
      <SavePanel {...props} content={content} isChanged={isChanged} onSaved={forget} />
    </Stack>
  );
}
