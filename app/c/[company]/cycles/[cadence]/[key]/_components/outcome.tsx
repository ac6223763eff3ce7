import { inputInWords } from "@/components/governance/input-words";
import { StateBadge } from "@/components/governance/state-badge";
import { DataTable } from "@/components/ui/data-table";
import { formatValue } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { triggerShortId } from "@/kernel/enforcement";
import type { Outcome } from "@/lib/queries/cycle-detail";
import classes from "../../../_components/cycles.module.css";
import { CycleStatus } from "../../../_components/cycles-table";

/** What an evaluation says: status, mode, every trigger, what is missing and what it raises. */
export function OutcomeView({
  outcome,
  caption,
  company,
  certifiedFinal = false,
}: {
  outcome: Outcome;
  caption: string;
  company: string;
  certifiedFinal?: boolean;
}) {
  const { status, mode, reasonCodes, triggers, escalations } = outcome;
  return (
    <div className={classes.stack}>
      <div className={classes.states}>
        <CycleStatus status={status} certifiedFinal={certifiedFinal} reasonCodes={reasonCodes} />
        <StateBadge state={mode.after} label={`${mode.after} after this cycle`} />
      </div>
      {status === "OPEN" && (
        <p className={classes.note}>
          It stays open and moves neither mode nor gates until what is missing is there:{" "}
          {reasonCodes.map((code) => (
            <TextLink key={code} href={`${company}/codes/${code}`} inherit mr={6}>
              {code}
            </TextLink>
          ))}
        </p>
      )}
      <DataTable
        caption={caption}
        minWidth={520}
        rows={triggers}
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
          { key: "state", header: "State", cell: ({ state }) => <StateBadge state={state} /> },
          {
            key: "value",
            header: "Judged figure",
            align: "right",
            cell: ({ value, unit }) => formatValue(value, unit),
          },
          {
            key: "note",
            header: "Note",
            cell: ({ inputsMissing, carriedFrom }) => noteOf(inputsMissing, carriedFrom),
          },
        ]}
      />
      {escalations.length > 0 && (
        <p className={classes.note}>Due for escalation: {escalations.join("; ")}.</p>
      )}
    </div>
  );
}

function noteOf(inputsMissing: readonly string[], carriedFrom: string | null): string {
  if (carriedFrom) return `Carried from ${carriedFrom}`;
  return inputsMissing.length > 0 ? `Missing: ${inputsMissing.map(inputInWords).join(", ")}` : "";
}
