import { Button, Group, NativeSelect, NumberInput, Slider, Text } from "@mantine/core";
import { useState } from "react";
import { inputInWords } from "@/components/governance/input-words";
import { formatValue } from "@/components/ui/format";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import { startingFigure } from "@/lib/queries/scenario-figures";
import type { StartingInput } from "@/lib/queries/what-if-basis";
import { copyRight, type Figure, followBurn, grow, sliderRange } from "./figures";
import type { Change } from "./use-scenario";
import classes from "./what-if.module.css";

type Props = {
  input: StartingInput;
  content: ScenarioContent;
  month: number;
  months: readonly string[];
  onChoose: (month: number) => void;
  change: (change: Change) => void;
};

/** Quick changes of one input: a slider for the chosen month, and fills from it to the last one. */
export function FigureTools({ input, content, month, months, onChoose, change }: Props) {
  const [percent, setPercent] = useState<number | string>(-5);
  const { name, unit } = input;
  const row = content.figures[name] ?? [];
  const value = row[month] ?? null;
  const { min, max, step } = sliderRange(name, unit, [input.today, ...row]);
  const set = (figure: Figure) => change({ kind: "figure", name, month, value: figure });
  const fill = (values: Figure[]) => change({ kind: "row", name, values });
  const words = inputInWords(name);
  return (
    <fieldset className={classes.tools}>
      <legend>Quick changes: {words}</legend>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label="From"
          size="xs"
          value={String(month)}
          data={months.map((each, at) => ({ value: String(at), label: each }))}
          onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
        />
        <div className={classes.slider}>
          <Text size="xs" aria-hidden>
            {value === null ? "missing" : formatValue(value, unit)}
          </Text>
          <Slider
            min={min}
            max={max}
            step={step}
            value={value ?? min}
            onChange={set}
            label={null}
            thumbLabel={`${words}, ${months[month] ?? ""}`}
            thumbValueText={value === null ? "missing" : formatValue(value, unit)}
          />
        </div>
        <Button size="xs" variant="default" onClick={() => fill(copyRight(row, month))}>
          Copy to the right
        </Button>
        <NumberInput
          label="Change by % a month"
          size="xs"
          w="9rem"
          value={percent}
          onChange={setPercent}
          min={-100}
          max={1000}
          step={1}
          suffix="%"
        />
        <Button
          size="xs"
          variant="default"
          disabled={typeof percent !== "number" || value === null}
          onClick={() => fill(grow(row, month, Number(percent)))}
        >
          Fill the series
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => fill(row.map((each, at) => (at >= month ? startingFigure(input, at) : each)))}
        >
          {input.plan === null ? "Back to today's figure" : "Back to the plan"}
        </Button>
        {name === "CashBalance" && (
          <Button
            size="xs"
            variant="default"
            onClick={() => fill(followBurn(input.today, content.figures.NetBurn ?? [], row))}
          >
            Let it follow the net burn
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => set(null)}>
          Empty this month
        </Button>
      </Group>
    </fieldset>
  );
}
