import { LEVERS, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { metricFigure } from "@/components/governance/metric-words";
import { Facts } from "@/components/ui/facts";
import { formatDate } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { metric } from "@/kernel/revenue/metrics";
import type { LastSet, RevenueSettings } from "@/lib/queries/revenue-settings";
import { type Field, SECTIONS, type SteeringName } from "./sections";
import { settingInWords } from "./setting-words";
import classes from "./targets.module.css";

/** A section as it stands, each target with the newest value of its metric beside it. */
export function SectionValues({
  section,
  stored,
  lastSet,
  isUnreadable,
  values,
}: {
  section: SteeringName;
  stored: Record<string, unknown> | null;
  lastSet: LastSet;
  isUnreadable: boolean;
  values: RevenueSettings["values"];
}) {
  if (isUnreadable) {
    return (
      <p className={classes.warning}>
        What is stored here cannot be read, so no cycle runs. A CFO sets it anew.
      </p>
    );
  }
  if (stored === null) {
    return <p className={classes.note}>Nothing is set yet. Without it no cycle runs.</p>;
  }
  return (
    <>
      <Facts
        items={SECTIONS[section].fields.map((field) => ({
          label: field.label,
          value: <Value field={field} value={stored[field.name]} values={values} />,
        }))}
      />
      {lastSet && (
        <p className={classes.note}>
          Last set <Moment at={lastSet.at} />
          {lastSet.by && ` by ${lastSet.by}`} · optimizer_configs
        </p>
      )}
    </>
  );
}

function Value({
  field,
  value,
  values,
}: {
  field: Field;
  value: unknown;
  values: RevenueSettings["values"];
}) {
  const now = field.metric && values[field.metric];
  return (
    <>
      {settingInWords(field, value)}
      {field.metric && now && (
        <span className={classes.now}>
          {" "}
          · now {metricFigure(now.value, metric(field.metric).unit)} ({formatDate(now.day)})
        </span>
      )}
      {field.kind === "levers" && Array.isArray(value) && <Levers allowed={value} />}
    </>
  );
}

function Levers({ allowed }: { allowed: readonly string[] }) {
  return (
    <ul className={classes.levers}>
      {LEVERS.map(({ subsystem, levers }) => {
        const open = levers.filter(({ id }) => allowed.includes(id));
        return (
          <li key={subsystem}>
            <strong>{SUBSYSTEM_WORDS[subsystem]}</strong>:{" "}
            {open.length === 0
              ? "none"
              : open.map(({ name }, index) => (index === 0 ? name : name.toLowerCase())).join(", ")}
          </li>
        );
      })}
    </ul>
  );
}
