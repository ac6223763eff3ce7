import { GATE_WORDS } from "@/components/governance/request-words";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { PaybackResult } from "@/lib/queries/payback";
import classes from "./payback.module.css";
import { bandText, DEFINITIONS, figureText, verdictSentence } from "./payback-words";
import { VerdictBadge } from "./verdict-badge";

export function CaseTable({ results, home }: { results: readonly PaybackResult[]; home: string }) {
  return (
    <DataTable
      caption="Approved cases and what the books say, newest approval first"
      rows={results}
      rowKey={({ item }) => item.reference}
      minWidth={680}
      columns={[
        {
          key: "case",
          header: "Case",
          names: true,
          cell: ({ item }) => (
            <>
              <TextLink href={`${home}/${item.reference}`} fw={600}>
                {item.reference} {item.title}
              </TextLink>
              <p className={classes.note}>
                {GATE_WORDS[item.gateId].name} · {item.requester}
              </p>
            </>
          ),
        },
        // The answer first: a phone shows two columns before one scrolls.
        {
          key: "verdict",
          header: "Did it pay back?",
          cell: ({ plan, outcome }) => (
            <>
              <VerdictBadge verdict={outcome.verdict} />
              {(outcome.verdict === "TOO_EARLY" || outcome.verdict === "CANNOT_BE_MEASURED") && (
                <p className={classes.note}>{verdictSentence({ plan, outcome })}</p>
              )}
            </>
          ),
        },
        {
          key: "value",
          header: "Since",
          align: "right",
          cell: ({ plan, outcome }) => figureText(outcome.value, plan.unit),
        },
        { key: "band", header: "Band", align: "right", cell: ({ plan }) => bandText(plan.band, plan.unit) },
        {
          key: "measure",
          header: "Measured by",
          cell: ({ plan }) => (plan.measure ? DEFINITIONS[plan.measure].title : "—"),
        },
        { key: "approved", header: "Approved", cell: ({ item }) => formatDate(item.approvedOn) },
      ]}
    />
  );
}
