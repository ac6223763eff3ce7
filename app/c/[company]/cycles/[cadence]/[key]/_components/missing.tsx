import { inputNamed } from "@/components/governance/input-words";
import { Section } from "@/components/ui/section";
import type { CycleDetail } from "@/lib/queries/cycle-detail";
import classes from "../../../_components/cycles.module.css";

/** What an evaluation would lack: inputs, minimum fields of a close, and the hygiene of the CRM. */
export function Missing({ cycle }: { cycle: CycleDetail }) {
  const inputs = cycle.inputs
    .filter(({ value }) => value === null)
    .map(
      ({ name, isSupplied }) =>
        `Input: ${inputNamed(name)}${isSupplied ? ", to be supplied by somebody" : ""}`,
    );
  const fields = cycle.missingFields.map((field) => `Minimum field: ${field} (CFO-31)`);
  const lines = [...inputs, ...fields, ...hygiene(cycle.crmHygiene)];
  return (
    <Section title="What is missing">
      {lines.length === 0 ? (
        <p className={classes.note}>
          Nothing. Every input is there{cycle.cadence === "monthly_close" && ", every minimum field too"}, and
          every qualified deal is complete.
        </p>
      ) : (
        <ul className={classes.list}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function hygiene({ stages, fields }: CycleDetail["crmHygiene"]): string[] {
  if (stages === null && fields === null)
    return ["CRM: no qualified deal is open, so nothing is stated (CFO-33)"];
  return [
    ...(stages ? [] : ["CRM: a qualified deal stands in a stage without a definition (CFO-33)"]),
    ...(fields ? [] : ["CRM: a qualified deal lacks its amount, close date or owner (CFO-33)"]),
  ];
}
