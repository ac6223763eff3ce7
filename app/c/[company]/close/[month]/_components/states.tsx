import { IconArrowRight, IconArrowsExchange } from "@tabler/icons-react";
import { StateBadge } from "@/components/governance/state-badge";
import { cycleKeyInWords, figureInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { triggerShortId } from "@/kernel/enforcement";
import type { CloseComparison, ClosingMonth } from "@/lib/queries/close-month";
import classes from "../../_components/close.module.css";

/** States, mode and escalations as they were certified, or as they would be, beside the close before. */
export function States({ closing, company }: { closing: ClosingMonth; company: string }) {
  const { states, base, certified } = closing;
  return (
    <Section
      title={certified ? "As certified" : "As it would be certified now"}
      description={
        base
          ? `Compared with the ${cycleKeyInWords(base.cycleKey)}${base.isCertified ? "" : ", which is not certified"}.`
          : "There is no earlier close to compare it with."
      }
    >
      <div className={classes.row}>
        {base && (
          <>
            <StateBadge state={base.mode} label={`${base.mode} before`} />
            <IconArrowRight size={16} aria-hidden />
          </>
        )}
        <StateBadge state={states.mode.after} label={`${states.mode.after} with this close`} />
      </div>
      <DataTable
        caption="Triggers of the close"
        minWidth={640}
        rows={states.triggers}
        rowKey={({ triggerId }) => triggerId}
        columns={[
          {
            key: "trigger",
            header: "Trigger",
            names: true,
            cell: ({ triggerId, name }) => (
              <>
                <TextLink href={`${company}/triggers/${triggerShortId(triggerId)}`} size="sm">
                  {triggerShortId(triggerId)}
                </TextLink>{" "}
                <span className={classes.note}>{name}</span>
              </>
            ),
          },
          ...(base ? [beforeColumn(base)] : []),
          {
            key: "now",
            header: "This close",
            cell: ({ triggerId, state }) => (
              <div className={classes.row}>
                <StateBadge state={state} />
                {base && base.triggers[triggerId]?.state !== state && (
                  <ToneBadge tone="info" icon={<IconArrowsExchange stroke={2} />} size="sm">
                    Changed
                  </ToneBadge>
                )}
              </div>
            ),
          },
          {
            key: "value",
            header: "Judged figure",
            align: "right",
            cell: ({ triggerId, value, unit }) => (
              <div className={classes.line}>
                {figureInWords(value, unit)}
                {base && (
                  <div className={classes.note}>
                    was {figureInWords(base.triggers[triggerId]?.value ?? null, unit)}
                  </div>
                )}
              </div>
            ),
          },
        ]}
      />
      <p className={classes.note}>
        {states.escalations.length > 0
          ? `Escalations due with this close: ${states.escalations.join("; ")}.`
          : "No escalation is due with this close."}
      </p>
    </Section>
  );
}

type Row = ClosingMonth["states"]["triggers"][number];

const beforeColumn = (base: CloseComparison) => ({
  key: "before",
  header: "Before",
  cell: ({ triggerId }: Row) => {
    const before = base.triggers[triggerId]?.state;
    return before ? <StateBadge state={before} /> : "not judged";
  },
});
