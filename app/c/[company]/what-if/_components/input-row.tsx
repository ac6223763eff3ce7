import { memo, useState } from "react";
import { inputTitle, sourceInWords } from "@/components/governance/input-words";
import { cycleKeyInWords } from "@/components/governance/trigger-words";
import { formatValue } from "@/components/ui/format";
import type { StartingInput } from "@/lib/queries/what-if-basis";
import { type Figure, figureText, readFigure, sliderRange } from "./figures";
import classes from "./what-if.module.css";

type OnType = (name: string, month: number, value: Figure) => void;
type OnFocus = (name: string, month: number) => void;

type Props = {
  input: StartingInput;
  row: readonly Figure[];
  months: readonly string[];
  chosen: number;
  onType: OnType;
  onFocus: OnFocus;
};

/** One input: what it is today and where that is from, and a figure for each month. */
export const InputRow = memo(function InputRow({ input, row, months, chosen, onType, onFocus }: Props) {
  const words = inputTitle(input.name);
  const { step } = sliderRange(input.name, input.unit, [input.today, ...row]);
  return (
    <tr className={classes.inputRow}>
      <th scope="row">
        {words}
        <span className={classes.quiet}>{noteOn(input)}</span>
      </th>
      <td className={classes.todayCell}>
        {formatValue(input.today, input.unit)}
        <span className={classes.quiet}>
          {input.source ? cycleKeyInWords(input.source.cycleKey) : "no figure"}
        </span>
      </td>
      {months.map((month, at) => (
        <td key={month} data-chosen={at === chosen || undefined} data-month>
          <FigureCell
            name={input.name}
            unit={input.unit}
            label={`${words}, ${month}, ${input.unit}`}
            month={at}
            value={row[at] ?? null}
            step={step}
            onType={onType}
            onFocus={onFocus}
          />
        </td>
      ))}
    </tr>
  );
});

type CellProps = {
  name: string;
  unit: string;
  label: string;
  month: number;
  value: Figure;
  step: number;
  onType: OnType;
  onFocus: OnFocus;
};

/** A figure as typed. What cannot be read counts as missing at once, and is marked; nothing old stands in for it. */
const FigureCell = memo(function FigureCell({
  name,
  unit,
  label,
  month,
  value,
  step,
  onType,
  onFocus,
}: CellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  // A figure that is there although none could be read came from a tool since: then what was typed is past.
  const isUnreadable = typed !== null && readFigure(typed) === undefined && value === null;
  const shown = typed !== null && (isUnreadable || readFigure(typed) !== undefined) ? typed : null;
  return (
    <input
      className={classes.cell}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={isUnreadable || undefined}
      title={isUnreadable ? "This is no figure, so it counts as missing." : undefined}
      data-missing={value === null || undefined}
      placeholder="missing"
      value={shown ?? figureText(value, unit)}
      onFocus={() => onFocus(name, month)}
      onBlur={() => setTyped(isUnreadable ? typed : null)}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onType(name, month, readFigure(currentTarget.value) ?? null);
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        setTyped(null);
        const by = (event.key === "ArrowUp" ? step : -step) * (event.shiftKey ? 10 : 1);
        onType(name, month, readFigure(String(Math.round(((value ?? 0) + by) * 100) / 100)) ?? null);
      }}
    />
  );
});

function noteOn({ kind, unit, plan, triggers, past, source }: StartingInput): string {
  const notes: string[] = [unit];
  if (kind === "monthly")
    notes.push(past.length > 0 ? "of the month" : "of the month; none before it is known");
  if (kind === "weekly") notes.push("one figure for the four weekly snapshots");
  if (plan !== null) notes.push("begins as the plan says");
  if (triggers.length > 1) notes.push(`also for ${triggers.slice(1).join(", ")}`);
  if (source !== null) notes.push(`from ${sourceInWords(source.table)}`);
  return notes.join(" · ");
}
