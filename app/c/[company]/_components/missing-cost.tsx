import { Text } from "@mantine/core";
import Link from "next/link";
import { inputInWords } from "@/components/governance/input-words";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { formatCount, formatMoney } from "@/components/ui/format";
import type { MissingData } from "@/lib/queries/missing-data";
import classes from "./overview.module.css";

/** What each unknown trigger holds up: the requests, money and heads that its figure would decide. */
export function MissingCost({ missing, company }: { missing: MissingData; company: string }) {
  const { triggers, notInForce, requests, isCut, evaluation } = missing;
  return (
    <section aria-labelledby="missing-data">
      <h2 id="missing-data" className={classes.heading}>
        What missing data costs
      </h2>
      <div className={classes.tiles}>
        {triggers.map((trigger) => (
          <Missing key={trigger.trigger} trigger={trigger} company={company} />
        ))}
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        {`Of ${formatCount(requests, "open request")}${isCut ? ", the longest waiting; there are more" : ""}, as ${theCycleInWords(evaluation)} was evaluated. A request counts for each trigger that could decide it.${leftOutInWords(notInForce)}`}
      </Text>
    </section>
  );
}

function Missing({ trigger, company }: { trigger: MissingData["triggers"][number]; company: string }) {
  const { trigger: shortId, name, owner, irrelevant, flips, flipsAlone, inputsMissing } = trigger;
  return (
    <div className={classes.tile}>
      <h3 className={classes.tileTitle}>
        <Link href={`${company}/triggers/${shortId}`} className={classes.link}>
          {shortId} {name}
        </Link>
      </h3>
      <Text size="sm">
        {irrelevant
          ? "No value of it would change an open verdict, however the other unknowns turn out."
          : `${waitingInWords(trigger)} on it: ${flips.join(", ")}.`}
      </Text>
      {flips.length > flipsAlone.length ? (
        <Text size="sm">
          {flipsAlone.length > 0
            ? `It alone could decide ${flipsAlone.join(", ")}; the rest needs other unknowns as well.`
            : "It decides none of them alone: other unknowns are needed as well."}
        </Text>
      ) : null}
      <Text size="xs" c="dimmed">
        {inputsMissing.length > 0
          ? `Missing: ${inputsMissing.map(inputInWords).join(", ")}. `
          : "Its figure lies in no state that the policy names. "}
        {owner ? `Owner: ${owner}` : "The policy names no owner"}
      </Text>
    </div>
  );
}

/** What an evaluation under a signed version lacks as well, before that version decides anything. */
function leftOutInWords(notInForce: readonly string[]): string {
  const [one, ...more] = notInForce;
  if (one === undefined) return "";
  return more.length === 0
    ? ` ${one} is unknown as well and left out: the policy in force does not have it, so it holds up no request.`
    : ` ${notInForce.join(", ")} are unknown as well and left out: the policy in force does not have them, so they hold up no request.`;
}

function waitingInWords({ flips, usd, usdPerMonth, heads }: MissingData["triggers"][number]): string {
  const parts = [
    ...(usd > 0 ? [formatMoney(usd)] : []),
    ...(usdPerMonth > 0 ? [`${formatMoney(usdPerMonth)} a month`] : []),
    ...(heads > 0 ? [formatCount(heads, "head")] : []),
  ];
  const verb = flips.length === 1 ? "waits" : "wait";
  const sum = parts.length > 0 ? ` (${parts.join(", ")})` : "";
  return `${formatCount(flips.length, "open request")}${sum} ${verb}`;
}
