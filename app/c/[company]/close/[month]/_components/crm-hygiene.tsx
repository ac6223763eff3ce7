import { IconCircleCheck, IconHelpCircle, IconUrgent } from "@tabler/icons-react";
import { DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate, formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CrmHygieneDetail } from "@/lib/queries/close-crm";
import classes from "../../_components/close.module.css";

/** Whether the pipeline can be rested on, and the deals that stand in its way. */
export function CrmHygiene({ crm }: { crm: CrmHygieneDetail }) {
  return (
    <Section title="CRM hygiene" actions={<Standing crm={crm} />}>
      {crm.broken > 0 && (
        <>
          <p className={classes.note}>
            {formatCount(crm.broken, "deal")} of {crm.qualified} qualified at the month&apos;s end{" "}
            {crm.broken === 1 ? "breaks" : "break"} it (CFO-33).
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
            ? "No qualified deal was open at the month's end, so that nothing can be said; the kernel takes that for CFO-33."
            : `All ${crm.qualified} qualified deals stand in a defined stage with amount, expected close date and owner.`}
        </p>
      )}
    </Section>
  );
}

function Standing({ crm: { qualified, broken } }: { crm: CrmHygieneDetail }) {
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
