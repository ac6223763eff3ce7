import { IconCheck, IconLock, IconSignature } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { inputInWords } from "@/components/governance/input-words";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { figureInWords } from "@/components/governance/trigger-words";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CompiledTrigger, GateOutlook, ProjectedMonth, TriggerState } from "@/kernel/enforcement";
import type { Today } from "@/lib/queries/what-if";
import { kindsThrough } from "./outlook";
import classes from "./what-if.module.css";

type Months = { projected: readonly ProjectedMonth[]; months: readonly string[]; chosen: number };

/** The value that the thresholds judge: the one a trigger names last. */
export function judgedValue({ computed_values }: ProjectedMonth["triggers"][number]): number | null {
  return Object.values(computed_values).at(-1) ?? null;
}

/** What one trigger says in each month. Drawn again when the answer changes, not with every key that is typed. */
export const TriggerRow = memo(function TriggerRow({
  trigger,
  today,
  ...rest
}: { trigger: CompiledTrigger; today: Today } & Months) {
  const { shortId, name, critical, thresholds } = trigger;
  const unit = thresholds?.unit ?? "";
  const now = today.triggers[shortId];
  return (
    <ResultRow
      {...rest}
      title={
        <>
          {shortId} {name}
          {critical && <span className={classes.quiet}>critical</span>}
        </>
      }
      today={now && <StateFigure state={now.state} value={now.value} unit={unit} missing={[]} />}
      cell={(month) => {
        const found = month.triggers.find((each) => each.shortId === shortId);
        if (found === undefined) return null;
        return (
          <StateFigure
            state={found.state}
            value={judgedValue(found)}
            unit={unit}
            missing={found.inputs_missing}
          />
        );
      }}
    />
  );
});

function StateFigure({
  state,
  value,
  unit,
  missing,
}: {
  state: TriggerState;
  value: number | null;
  unit: string;
  missing: readonly string[];
}) {
  return (
    <span className={classes.result}>
      <StateBadge state={state} />
      <span>
        {missing.length > 0 ? `Missing: ${missing.map(inputInWords).join(", ")}` : figureInWords(value, unit)}
      </span>
    </span>
  );
}

const OPENNESS: Record<GateOutlook["verdict"], { tone: Tone; word: string; icon: ReactNode }> = {
  OPEN: { tone: "good", word: "Open", icon: <IconCheck stroke={2.5} /> },
  PARTLY_OPEN: { tone: "watch", word: "Partly open", icon: <IconSignature stroke={2} /> },
  CLOSED: { tone: "bad", word: "Closed", icon: <IconLock stroke={2} /> },
};

/** How far a gate is open, and for how many of the ordinary kinds of request. */
export function Openness({ gate }: { gate: GateOutlook | undefined }) {
  if (gate === undefined) return null;
  const { tone, word, icon } = OPENNESS[gate.verdict];
  const { open, of } = kindsThrough(gate);
  return (
    <span className={classes.result}>
      <ToneBadge tone={tone} icon={icon} size="sm">
        {word}
      </ToneBadge>
      <span>
        {open} of {of} kinds
      </span>
    </span>
  );
}

export const GateRows = memo(function GateRows({ today, ...rest }: { today: Today } & Months) {
  return (
    <tbody>
      {today.gates.map((now) => (
        <ResultRow
          key={now.gateId}
          {...rest}
          title={`${now.gateId.slice(0, 2)} ${GATE_WORDS[now.gateId].name}`}
          today={<Openness gate={now} />}
          cell={({ gates }) => <Openness gate={gates.find(({ gateId }) => gateId === now.gateId)} />}
        />
      ))}
    </tbody>
  );
});

export const EscalationRow = memo(function EscalationRow(rest: Months) {
  return (
    <tbody>
      <ResultRow
        {...rest}
        title={
          <>
            Escalations due
            <span className={classes.quiet}>by rules that count closes; rules of weeks need weeks</span>
          </>
        }
        today=""
        cell={({ escalations }) =>
          escalations.length === 0
            ? "None"
            : escalations.map(({ rule }) => (
                <span key={rule} className={classes.due}>
                  {rule}
                </span>
              ))
        }
      />
    </tbody>
  );
});

function ResultRow({
  title,
  today,
  projected,
  months,
  chosen,
  cell,
}: Months & { title: ReactNode; today: ReactNode; cell: (month: ProjectedMonth) => ReactNode }) {
  return (
    <tr className={classes.resultRow}>
      <th scope="row">{title}</th>
      <td>{today}</td>
      {months.map((month, at) => {
        const found = projected[at];
        return (
          <td key={month} data-chosen={at === chosen || undefined} data-month>
            {found ? cell(found) : <span aria-hidden>…</span>}
          </td>
        );
      })}
    </tr>
  );
}
