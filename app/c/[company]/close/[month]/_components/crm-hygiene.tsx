import { IconCircleCheck, IconHelpCircle, IconHourglassLow, IconUrgent } from "@tabler/icons-react";
import { DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate, formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CrmHygieneDetail } from "@/lib/queries/close-crm";
import classes from "../../_components/close.module.css";

type Props = {
  crm: CrmHygieneDetail;
  /** A month that is over is told as of its end; before, what would keep its end from being in order. */
  isOver: boolean;
};

/** Whether the pipeline can be rested on, and the deals that stand in its way. */
export function CrmHygiene({ crm, isOver }: Props) {
  return (
    <Section title="CRM hygiene" actions={isOver ? <Standing crm={crm} /> : <StandingSoFar crm={crm} />}>
      {crm.broken > 0 && (
        <>
          <p className={classes.note}>
            {isOver ? brokenInWords(crm) : brokenSoFarInWords(crm)}
            {crm.broken > crm.deals.length && ` The ${crm.deals.length} largest are shown.`}
          </p>
          <DataTable
            caption="Deals that break CRM hygiene"
            minWidth={720}
            rows={crm.deals}
            rowKey={({ id }) => id}
            columns={[
              { key: "name", header: "Deal", names: true, cell: ({ name }) => name },
              { key: "faults", header: "What is wrong", cell: ({ faults }) => faults.join("; ") },
              { key: "stage", header: "Stage", cell: ({ stage }) => stage },
              { key: "owner", header: "Owner", cell: ({ owner }) => owner ?? "nobody" },
              {
                key: "amount",
                header: "Amount",
                align: "right",
                cell: ({ amountUsd }) => formatMoney(amountUsd),
              },
              {
                key: "expected",
                header: "Expected to close",
                cell: ({ expectedCloseDate }) => (
                  <span className={classes.line}>{formatDate(expectedCloseDate)}</span>
                ),
              },
            ]}
          />
        </>
      )}
      {crm.broken === 0 && (
        <p className={classes.note}>
          {crm.qualified === 0
            ? nothingInWords(isOver)
            : `All ${crm.qualified} qualified deals stand in a defined stage with amount, expected close date and owner.`}
        </p>
      )}
    </Section>
  );
}

const brokenInWords = ({ broken, qualified }: CrmHygieneDetail): string =>
  `${formatCount(broken, "deal")} of ${qualified} qualified at the month's end ${broken === 1 ? "breaks" : "break"} it (CFO-33).`;

const brokenSoFarInWords = ({ broken, qualified }: CrmHygieneDetail): string =>
  `${formatCount(broken, "deal")} of ${qualified} qualified and open today would break it, were ${broken === 1 ? "it" : "they"} still so at the month's end.`;

const nothingInWords = (isOver: boolean): string =>
  isOver
    ? "No qualified deal was open at the month's end, so that nothing can be said; the kernel takes that for CFO-33."
    : "No qualified deal is open today, so that nothing can be said yet. At the month's end at least one has to be.";

function StandingSoFar({ crm: { qualified, broken } }: Pick<Props, "crm">) {
  if (qualified === 0) {
    return (
      <ToneBadge tone="neutral" icon={<IconHourglassLow stroke={2} />} size="sm">
        Nothing to say yet
      </ToneBadge>
    );
  }
  return broken === 0 ? (
    <ToneBadge tone="info" icon={<IconCircleCheck stroke={2} />} size="sm">
      In order so far
    </ToneBadge>
  ) : (
    <ToneBadge tone="watch" icon={<IconUrgent stroke={2} />} size="sm">
      {formatCount(broken, "deal")} to put right
    </ToneBadge>
  );
}

function Standing({ crm: { qualified, broken } }: Pick<Props, "crm">) {
  if (qualified === 0) {
    return (
      <ToneBadge tone="unknown" icon={<IconHelpCircle stroke={2} />} size="sm">
        Not stated
      </ToneBadge>
    );
  }
  return broken === 0 ? (
    <ToneBadge tone="good" icon={<IconCircleCheck stroke={2} />} size="sm">
      Enforced
    </ToneBadge>
  ) : (
    <ToneBadge tone="bad" icon={<IconUrgent stroke={2} />} size="sm">
      Not enforced
    </ToneBadge>
  );
}
