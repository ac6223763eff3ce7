import { Button, NativeSelect } from "@mantine/core";
import { STAGE_WORDS, versionInWords } from "@/components/governance/policy-words";
import type { PolicyChoice } from "@/lib/queries/policy-versions";
import classes from "./policy.module.css";

/** Two versions to choose; the address is the comparison, so it can be handed on. Works without scripts. */
export function CompareForm({
  choices,
  from,
  to,
  policy,
}: {
  choices: readonly PolicyChoice[];
  from: string | undefined;
  to: string | undefined;
  policy: string;
}) {
  const data = choices.map((choice) => ({ value: choice.id, label: choiceInWords(choice) }));
  return (
    <form
      action={`${policy}/compare`}
      method="get"
      className={classes.compare}
      aria-label="Versions to compare"
    >
      <NativeSelect name="from" label="From" defaultValue={from} data={data} key={`from ${from}`} />
      <NativeSelect name="to" label="To" defaultValue={to} data={data} key={`to ${to}`} />
      <Button type="submit" variant="default">
        Compare
      </Button>
    </form>
  );
}

const TITLE_SHOWN = 60;

export function choiceInWords({ version, title, stage }: Omit<PolicyChoice, "at" | "id">): string {
  const short = title.length > TITLE_SHOWN ? `${title.slice(0, TITLE_SHOWN - 1)}…` : title;
  return `${versionInWords(version)} (${STAGE_WORDS[stage].word.toLowerCase()})${short === "" ? "" : `: ${short}`}`;
}
