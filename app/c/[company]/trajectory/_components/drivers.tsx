import type { ReactNode } from "react";
import { DataTable } from "@/components/ui/data-table";
import { formatDate, formatMoney, formatPercent } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { DRIVER_RULES, type DriverKind } from "@/lib/queries/forecast";
import { DRIVER_WORDS, driverName, SCENARIO_WORDS } from "@/lib/queries/forecast-words";
import type { ForecastSetting } from "@/lib/queries/trajectory";
import { SCENARIOS, type Trajectory, type TrajectoryDriver } from "@/lib/queries/trajectory-shape";
import { monthName } from "@/lib/queries/trajectory-words";
import classes from "./trajectory.module.css";

/** What the forecast is made of, or what it would need. */
export function Drivers({
  trajectory,
  setting,
  company,
  children,
}: {
  trajectory: Trajectory;
  setting: ForecastSetting;
  company: string;
  children: ReactNode;
}) {
  return (
    <Section title="What the forecast rests on" description={windowInWords(trajectory)}>
      {trajectory.missing.length > 0 ? (
        <Missing missing={trajectory.missing} company={company} />
      ) : (
        <DriverTable drivers={trajectory.drivers} />
      )}
      <p className={classes.note}>{spreadsInWords(setting)}</p>
      {children}
    </Section>
  );
}

function windowInWords({ window, close }: Trajectory): string {
  if (window === null || close === null) return "The forecast begins with the first close of the plan.";
  return `Measured on the ${window.months} months from ${monthName(window.from)} to ${monthName(window.to)}, as known when that close was evaluated on ${formatDate(close.evaluatedAt)}. At one end of a range every driver stands at its worse end, at the other every one at its better.`;
}

function spreadsInWords({ isUsual, lastSet }: ForecastSetting): string {
  if (isUsual) {
    return lastSet
      ? "What was set for the spreads cannot be read, so the usual ones hold."
      : "The usual spreads hold; nobody has set other ones.";
  }
  return lastSet ? `Spreads set on ${formatDate(lastSet.at)}${lastSet.by ? ` by ${lastSet.by}` : ""}.` : "";
}

function Missing({ missing, company }: { missing: readonly string[]; company: string }) {
  return (
    <div>
      <p className={classes.words}>There is no forecast, because this is missing:</p>
      <ul className={classes.list}>
        {missing.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p className={classes.note}>
        Figures come with the close; see{" "}
        <TextLink href={`${company}/cycles`} underline="always" inherit>
          Cycles and inputs
        </TextLink>
        .
      </p>
    </div>
  );
}

function DriverTable({ drivers }: { drivers: readonly TrajectoryDriver[] }) {
  return (
    <DataTable
      caption="Drivers of the forecast: measured value and range in each scenario"
      minWidth={600}
      rows={drivers}
      rowKey={driverName}
      columns={[
        {
          key: "driver",
          header: "Driver",
          names: true,
          cell: (driver) => (
            <>
              {driverName(driver)}
              <div className={classes.unit}>{DRIVER_WORDS[driver.kind].measured}</div>
            </>
          ),
        },
        {
          key: "value",
          header: "Measured",
          align: "right",
          cell: ({ kind, value }) => figure(kind, value),
        },
        ...SCENARIOS.map((scenario) => ({
          key: scenario,
          header: SCENARIO_WORDS[scenario],
          align: "right" as const,
          cell: ({ kind, ranges }: TrajectoryDriver) =>
            `${figure(kind, ranges[scenario][0])} to ${figure(kind, ranges[scenario][1])}`,
        })),
      ]}
    />
  );
}

const figure = (kind: DriverKind, value: number): string =>
  DRIVER_RULES[kind].unit === "USD" ? formatMoney(Math.round(value)) : formatPercent(value, 2);
