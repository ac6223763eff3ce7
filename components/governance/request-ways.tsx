import { Stack, Text } from "@mantine/core";
import { missingWords } from "./request-words";
import classes from "./verdict.module.css";

type Way = { change: string | null; brings: readonly string[] };

/** What would make a request pass: as it is with more beside it, otherwise than it is, or later. */
export function RequestWays({
  ways,
  triggers,
  triggerNames,
  missing,
}: {
  ways: readonly Way[];
  /** Short ids whose passing would open the gate. */
  triggers: readonly string[] | null;
  triggerNames: Readonly<Record<string, string>>;
  /** What the verdict names as missing already, and need not be said twice. */
  missing: readonly string[];
}) {
  const asItIs = ways.find(({ change }) => change === null)?.brings.filter((item) => !missing.includes(item));
  const others = ways.filter(({ change }) => change !== null);
  if (!asItIs?.length && others.length === 0 && !triggers) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        What would make it pass
      </Text>
      <ul className={classes.list}>
        {asItIs?.map((item) => (
          <li key={item}>
            <Text size="sm" span>
              {missingWords(item)}
            </Text>
          </li>
        ))}
        {others.map(({ change, brings }) => (
          <li key={change}>
            <Text size="sm" span>
              {change}
              {brings.length > 0 ? `; with ${brings.map(lowerFirst).join(", ")}` : ""}
            </Text>
          </li>
        ))}
        {triggers ? (
          <li>
            <Text size="sm" span>
              {`Waiting until ${triggers.map((id) => `${id} (${triggerNames[id] ?? id})`).join(" and ")} ${triggers.length > 1 ? "pass" : "passes"} again and the company is not in DEFENSIVE mode`}
            </Text>
          </li>
        ) : null}
      </ul>
      {others.length > 0 ? (
        <Text size="xs" c="dimmed">
          Only where it is true: approvers see what you state, and it stays in the log.
        </Text>
      ) : null}
    </Stack>
  );
}

function lowerFirst(item: string): string {
  const words = missingWords(item);
  return /^(ROI|CS|CRM)/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
}
