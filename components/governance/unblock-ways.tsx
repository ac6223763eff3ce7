import { Stack, Text } from "@mantine/core";
import { formatCount } from "@/components/ui/format";
import { doerInWords, othersInWords, type StepShown, stepInWords } from "./unblock-words";
import classes from "./verdict.module.css";

type Way = { steps: readonly StepShown[]; others: { steps: number; roles: readonly string[] } | null };

/** What would unblock a request: each way with its steps, those of others summed up where they are not shown. */
export function UnblockWays({
  ways,
  more,
  namesDoers = false,
}: {
  ways: readonly Way[];
  /** Further ways that are not listed. */
  more: number;
  /** Says of each step whose it is; for whoever sees the steps of all. */
  namesDoers?: boolean;
}) {
  if (ways.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        What would unblock this
      </Text>
      <ol className={classes.ways} aria-label="Ways to unblock this">
        {ways.map((way) => (
          <li key={JSON.stringify(way)} className={classes.way}>
            {way.steps.length > 0 ? (
              <ul className={classes.list}>
                {way.steps.map((step) => (
                  <Step key={JSON.stringify(step.atom)} step={step} namesDoer={namesDoers} />
                ))}
              </ul>
            ) : null}
            {way.others ? (
              <Text size="sm" c="dimmed">
                {othersInWords(way.others, way.steps.length > 0)}
              </Text>
            ) : null}
          </li>
        ))}
      </ol>
      <Text size="xs" c="dimmed">
        {ways.length > 1 ? "Each way is enough by itself; within one, every step is needed. " : ""}
        {more > 0 ? `${formatCount(more, "further way is", "further ways are")} not listed. ` : ""}
        State only what is true: approvers see it, and it stays in the log.
      </Text>
    </Stack>
  );
}

function Step({ step, namesDoer }: { step: StepShown; namesDoer: boolean }) {
  return (
    <li>
      <Text size="sm" span>
        {stepInWords(step)}
      </Text>
      {namesDoer ? <Text size="sm" c="dimmed" span>{` (${doerInWords(step.atom)})`}</Text> : null}
    </li>
  );
}
