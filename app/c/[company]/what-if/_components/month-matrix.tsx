import { Fragment, useCallback, useMemo, useState } from "react";
import type { CompiledTrigger } from "@/kernel/enforcement";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import type { Today } from "@/lib/queries/what-if";
import type { StartingInput, WhatIfBasis } from "@/lib/queries/what-if-basis";
import { FigureTools } from "./figure-tools";
import { type Figure, monthInWords } from "./figures";
import { InputRow } from "./input-row";
import type { Projection } from "./projection";
import { EscalationRow, GateRows, TriggerRow } from "./result-rows";
import type { Change } from "./use-scenario";
import classes from "./what-if.module.css";

type Props = {
  basis: WhatIfBasis;
  today: Today;
  content: ScenarioContent;
  projection: Projection | null;
  chosen: number;
  onChoose: (month: number) => void;
  change: (change: Change) => void;
};

/** Months across; down, each trigger with what it says and the figures that it rests on. */
export function MonthMatrix({ basis, today, content, projection, chosen, onChoose, change }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const months = useMemo(
    () => basis.months.slice(0, content.months).map(({ key }) => monthInWords(key)),
    [basis, content.months],
  );
  const type = useCallback(
    (name: string, month: number, value: Figure) => change({ kind: "figure", name, month, value }),
    [change],
  );
  const focus = useCallback(
    (name: string, month: number) => {
      setOpen(name);
      onChoose(month);
    },
    [onChoose],
  );
  const width = months.length + 2;
  const projected = projection?.months ?? NOT_YET;
  return (
    <section className={classes.scroll} aria-label="Figures and states, month by month" tabIndex={-1}>
      <table className={`${classes.matrix} figure`}>
        <caption className="visually-hidden">
          The figures of each month, and what the triggers, gates and escalations say of them
        </caption>
        <thead>
          <tr>
            <th scope="col">Trigger and its figures</th>
            <th scope="col">Today</th>
            {months.map((month, at) => (
              <th key={month} scope="col" data-chosen={at === chosen || undefined} data-month>
                {month}
              </th>
            ))}
          </tr>
        </thead>
        {basis.policy.triggers.map((trigger) => (
          <tbody key={trigger.id}>
            <TriggerRow
              trigger={trigger}
              today={today}
              projected={projected}
              chosen={chosen}
              months={months}
            />
            {inputsUnder(trigger, basis.inputs).map((input) => (
              <Fragment key={input.name}>
                <InputRow
                  input={input}
                  row={content.figures[input.name] ?? NOTHING}
                  months={months}
                  chosen={chosen}
                  onType={type}
                  onFocus={focus}
                />
                {open === input.name && (
                  <tr>
                    <td colSpan={width} className={classes.toolsCell}>
                      <FigureTools
                        input={input}
                        content={content}
                        month={chosen}
                        months={months}
                        onChoose={onChoose}
                        change={change}
                      />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        ))}
        <GateRows today={today} projected={projected} months={months} chosen={chosen} />
        <EscalationRow projected={projected} months={months} chosen={chosen} />
      </table>
    </section>
  );
}

const NOTHING: readonly Figure[] = [];
const NOT_YET: Projection["months"] = [];

/** An input that serves several triggers stands under the first of them. */
function inputsUnder({ shortId }: CompiledTrigger, inputs: readonly StartingInput[]): StartingInput[] {
  return inputs.filter(({ triggers }) => triggers[0] === shortId);
}
