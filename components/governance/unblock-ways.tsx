import { Stack, Text } from "@mantine/core";
import { formatCount } from "@/components/ui/format";
import { doerInWords, othersInWords, type StepShown, stepInWords } from "./unblock-words";
import classes from "./verdict.module.css";

type Way = { steps: readonly StepShown[]; others: { steps: number; roles: readonly string[] } | null };

/** What would unblock a request: each way with its steps, those of others summed up where they are not shown. */
export function UnblockWays({
  ways,
  more,
  showsAll,
  isHopeless,
}: {
  ways: readonly Way[];
  /** Further ways that are not listed. */
  more: number;
  /** The steps of all are there, and each says whose it is. */
  showsAll: boolean;
  /** No state and no signature would do: said, so that nobody waits for one. */
  isHopeless: boolean;
}) {
  if (ways.length === 0)
    return isHopeless ? (
      <Text size="sm">
        Nothing that can change would unblock this: no state of the triggers, no signature, no ROI case and no
        smaller ask. The policy has no rule that allows what is asked, as it is stated. If a statement is
        wrong, correct it.
      </Text>
    ) : null;
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
                  <Step key={JSON.stringify(step.atom)} step={step} namesDoer={showsAll} />
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
        {howManyInWords(ways)}
        {more > 0 ? `${formatCount(more, "further way is", "further ways are")} not listed. ` : ""}
        {ways.some(asksOfRequester)
          ? "State only what is true: approvers see it, and it stays in the log."
          : null}
      </Text>
    </Stack>
  );
}

/** Whether one way is enough, and whether it is enough to take one step of it. */
function howManyInWords(ways: readonly Way[]): string {
  if (ways.length > 1) return "Each way is enough by itself; within one, every step is needed. ";
  const steps = ways[0] ? ways[0].steps.length + (ways[0].others?.steps ?? 0) : 0;
  return steps > 1 ? "Every step is needed. " : "";
}

const asksOfRequester = ({ steps }: Way): boolean => steps.some(({ atom }) => atom.by.requester);

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
