import { memo } from "react";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { figureInWords, standingInWords } from "@/components/governance/trigger-words";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import type { ProjectedMonth } from "@/kernel/enforcement";
import type { Today } from "@/lib/queries/what-if";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";
import { planInWords } from "./plan-words";
import { judgedValue, Openness } from "./result-rows";
import classes from "./what-if.module.css";

type Props = {
  basis: WhatIfBasis;
  today: Today;
  month: number;
  monthName: string;
  projected: ProjectedMonth | undefined;
};

type Line = {
  key: string;
  name: React.ReactNode;
  today: React.ReactNode;
  plan: React.ReactNode;
  scenario: React.ReactNode;
};

/** One month of the scenario beside today and what the plan asks of that month. */
export const Compared = memo(function Compared({ basis, today, month, monthName, projected }: Props) {
  const columns: Column<Line>[] = [
    { key: "name", header: "What", cell: ({ name }) => name, names: true },
    { key: "today", header: "Today", cell: (line) => line.today },
    { key: "plan", header: `Plan, ${monthName}`, cell: ({ plan }) => plan },
    { key: "scenario", header: `Scenario, ${monthName}`, cell: ({ scenario }) => scenario },
  ];
  return (
    <Section
      title={`Today, plan and scenario: ${monthName}`}
      description="The plan's own targets, the criteria of the outcome contract and the pass lines, beside the distance of the scenario to the next line. Choose another month above."
    >
      <DataTable
        caption={`Today, plan and scenario of ${monthName}`}
        columns={columns}
        rows={[
          modeLine(today, projected),
          ...triggerLines(basis, today, month, projected),
          ...gateLines(today, projected),
        ]}
        rowKey={({ key }) => key}
        minWidth={680}
      />
    </Section>
  );
});

function modeLine(today: Today, projected: ProjectedMonth | undefined): Line {
  return {
    key: "mode",
    name: "Mode",
    today: <StateBadge state={today.mode} />,
    plan: "Normal",
    scenario: projected ? <StateBadge state={projected.mode.after} /> : "…",
  };
}

function triggerLines(
  basis: WhatIfBasis,
  today: Today,
  month: number,
  projected: ProjectedMonth | undefined,
): Line[] {
  return basis.policy.triggers.map((trigger) => {
    const { shortId, name, thresholds } = trigger;
    const unit = thresholds?.unit ?? "";
    const now = today.triggers[shortId];
    const then = projected?.triggers.find((each) => each.shortId === shortId);
    return {
      key: shortId,
      name: `${shortId} ${name}`,
      today: now && (
        <span className={classes.result}>
          <StateBadge state={now.state} />
          <span>{figureInWords(now.value, unit)}</span>
        </span>
      ),
      plan: planInWords(trigger, basis, month).map((line) => (
        <span key={line} className={classes.line}>
          {line}
        </span>
      )),
      scenario: then ? (
        <span className={classes.result}>
          <StateBadge state={then.state} />
          <span>{figureInWords(judgedValue(then), unit)}</span>
          <span className={classes.quiet}>
            {standingInWords({
              state: then.state,
              value: judgedValue(then),
              thresholds,
              inputsMissing: then.inputs_missing,
            })}
          </span>
        </span>
      ) : (
        "…"
      ),
    };
  });
}

function gateLines(today: Today, projected: ProjectedMonth | undefined): Line[] {
  return today.gates.map((now) => ({
    key: now.gateId,
    name: `${now.gateId.slice(0, 2)} ${GATE_WORDS[now.gateId].name}`,
    today: <Openness gate={now} />,
    plan: "",
    scenario: projected ? (
      <Openness gate={projected.gates.find(({ gateId }) => gateId === now.gateId)} />
    ) : (
      "…"
    ),
  }));
}
