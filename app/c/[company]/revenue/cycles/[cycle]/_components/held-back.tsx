import { LeverChange } from "@/components/governance/lever-change";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import { REASON_CODES } from "@/kernel/enforcement/index";
import type { SuppressedAction } from "@/kernel/revenue/contract";
import { SUBSYSTEMS } from "@/kernel/revenue/levers";
import { HELD_BACK_WORDS, inPlainWords, ruleInWords } from "../../../_components/kernel-words";
import classes from "./cycle.module.css";

/** So many are shown at once; the rest is a click away. */
const SHOWN = 10;

/** What was thought of and not asked for: by whom it was held back, by which codes and rules, and why. */
export function HeldBack({
  suppressed,
  company,
}: {
  suppressed: readonly SuppressedAction[];
  company: string;
}) {
  const [shown, rest] = [suppressed.slice(0, SHOWN), suppressed.slice(SHOWN)];
  return (
    <Section
      title={`Held back (${suppressed.length})`}
      description="What was thought of and not asked for. What a gate of the policy refuses stands in the decision log as well."
    >
      {suppressed.length === 0 && <p className={classes.note}>Nothing was held back.</p>}
      {shown.length > 0 && <Table caption="Actions that were held back" rows={shown} company={company} />}
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <Table caption="More actions that were held back" rows={rest} company={company} />
        </details>
      )}
    </Section>
  );
}

function Table({
  caption,
  rows,
  company,
}: {
  caption: string;
  rows: readonly SuppressedAction[];
  company: string;
}) {
  return (
    <DataTable
      caption={caption}
      minWidth={760}
      rows={rows}
      rowKey={({ action_id, by }) => `${action_id} ${by}`}
      columns={[
        { key: "what", header: "What", names: true, width: "38%", cell: (row) => <What row={row} /> },
        { key: "by", header: "Held back by", width: "16%", cell: ({ by }) => HELD_BACK_WORDS[by] },
        { key: "why", header: "Why", cell: (row) => <Why row={row} company={company} /> },
      ]}
    />
  );
}

function What({ row: { lever, target_entity: entity, proposed_change: change } }: { row: SuppressedAction }) {
  const subsystem = SUBSYSTEMS.find((each) => lever.startsWith(`${each}.`));
  if (!subsystem) return <>{lever}</>;
  return (
    <LeverChange
      subsystem={subsystem}
      field={change.field}
      entity={entity.name}
      from={change.current_value}
      to={change.new_value}
    />
  );
}

function Why({
  row: { reason, reason_codes: codes, rules, by },
  company,
}: {
  row: SuppressedAction;
  company: string;
}) {
  const known = REASON_CODES.filter(({ code }) => codes.includes(code));
  // Where the reason names the only rule anyway, it is not said twice.
  const named = by === "enforcement_gate" || rules.length > 1 ? rules : [];
  return (
    <div className={classes.list}>
      <span>{inPlainWords(reason)}</span>
      {known.length > 0 && (
        <ul className={classes.plain}>
          {known.map(({ code }) => (
            <li key={code}>
              <ReasonCodeText code={code} href={`${company}/codes/${code}`} />
            </li>
          ))}
        </ul>
      )}
      {named.length > 0 && <span className={classes.note}>Rules: {named.map(ruleInWords).join(", ")}</span>}
    </div>
  );
}
