"use client";

import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { BridgeChartOnDemand } from "@/components/governance/bridge-chart-on-demand";
import { bridgeBars, bridgeChange, bridgeFigure, bridgeInWords } from "@/components/governance/bridge-words";
import { InputName } from "@/components/governance/input-name";
import { inputInWords } from "@/components/governance/input-words";
import { DataTable } from "@/components/ui/data-table";
import { formatMonth } from "@/components/ui/format";
import type { MonthBridge } from "@/lib/queries/close-bridges";
import classes from "../../_components/close.module.css";

export type BridgeOfTrigger = MonthBridge & { name: string; isChanged: boolean; missing: readonly string[] };

type Props = { bridges: readonly BridgeOfTrigger[]; since: string; cycleKey: string };

/** One trigger at a time: the sentence, the waterfall and the table say the same. Those that changed state come first. */
export function Variance({ bridges, since, cycleKey }: Props) {
  const ordered = [...bridges].sort((one, other) => Number(other.isChanged) - Number(one.isChanged));
  const [chosen, setChosen] = useState(ordered[0]?.shortId ?? "");
  const shown = bridges.find(({ shortId }) => shortId === chosen);
  return (
    <div className={classes.stack}>
      <NativeSelect
        label="Trigger"
        maw="28rem"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={ordered.map(({ shortId, name, isChanged }) => ({
          value: shortId,
          label: `${shortId} ${name}${isChanged ? " (state changed)" : ""}`,
        }))}
      />
      {shown && <OneBridge shown={shown} since={since} cycleKey={cycleKey} />}
    </div>
  );
}

function OneBridge({ shown, since, cycleKey }: { shown: BridgeOfTrigger; since: string; cycleKey: string }) {
  const { bridge, unit, missing } = shown;
  if (bridge === null) {
    const words = missing.length > 0 ? ` Missing now: ${missing.map(inputInWords).join(", ")}.` : "";
    return (
      <p className={classes.note}>
        The figure is not known in both closes, so that nothing can be explained.{words}
      </p>
    );
  }
  const words = bridgeInWords(bridge, unit, since);
  const ends = [formatMonth(`${since}-01`), formatMonth(`${cycleKey}-01`)] as const;
  const rows = [
    { key: "from", name: `At the ${ends[0]} close`, inputs: [], change: null, after: bridge.from },
    ...bridge.steps.map((step) => ({
      key: step.inputs.join(),
      name: "",
      inputs: step.inputs,
      change: step.change,
      after: step.after,
    })),
    { key: "to", name: `At the ${ends[1]} close`, inputs: [], change: bridge.change, after: bridge.to },
  ];
  return (
    <>
      <p>{words}</p>
      <BridgeChartOnDemand
        bars={bridgeBars(bridge, unit, ends)}
        unit={unit}
        label={`${shown.shortId}: ${words}`}
      />
      <DataTable
        caption={`Bridge of ${shown.shortId}`}
        minWidth={480}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "name",
            header: "Input replaced",
            names: true,
            cell: ({ name, inputs }) =>
              inputs.length === 0
                ? name
                : inputs.map((input) => (
                    <div key={input}>
                      <InputName name={input} />
                    </div>
                  )),
          },
          {
            key: "change",
            header: "Moves it by",
            align: "right",
            cell: ({ change }) => (change === null ? "" : bridgeChange(change, unit)),
          },
          { key: "after", header: "To", align: "right", cell: ({ after }) => bridgeFigure(after, unit) },
        ]}
      />
    </>
  );
}
