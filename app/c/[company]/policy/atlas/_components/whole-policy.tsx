import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import Link from "next/link";
import { ruleAnchor } from "@/components/governance/gate-summary";
import { formatCount, formatNumber } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { PolicyAtlasView } from "@/lib/queries/policy-atlas";
import type { DenyGroup } from "@/lib/queries/policy-atlas-view";
import classes from "./atlas.module.css";
import { classesInWords, coverInWords, shareInWords } from "./atlas-words";

type Report = PolicyAtlasView["report"];

/** How much each rule of the artifacts does, and what never happens. */
export function RulesInUse({ report, company }: { report: Report; company: string }) {
  const { situations, rules, rulesThatNeverFire, codesThatCannotOccur } = report;
  return (
    <Section
      title="What never fires"
      description={`Over all ${formatNumber(situations)} situations and ${formatCount(report.classes, "class", "classes")} of request.`}
    >
      <ul className={classes.plain}>
        <li>
          {rulesThatNeverFire.length === 0
            ? "Every rule of the policy decides something somewhere."
            : `Rules that decide nothing, anywhere: ${rulesThatNeverFire.join(", ")}.`}
        </li>
        <li>
          {codesThatCannotOccur.length === 0
            ? "Every reason code of the gates can occur."
            : `Reason codes that cannot occur: ${codesThatCannotOccur.join(", ")}.`}
        </li>
      </ul>
      <details className={`${classes.folded} ${classes.small}`}>
        <summary>How often each of the {formatCount(rules.length, "rule")} holds</summary>
        <ul className={classes.plain}>
          {rules.map(({ rule, when, holds, decides }) => (
            <li key={rule}>
              <Link href={`${company}/codes/rules#${ruleAnchor(rule)}`} className={classes.rule}>
                {rule}
              </Link>{" "}
              {when}: holds in {shareInWords(holds, situations)} of situations
              {decides === 0 ? ", decides nothing" : ""}
            </li>
          ))}
        </ul>
      </details>
    </Section>
  );
}

/** Where no rule speaks for or against a request: blocked for want of a rule that allows it. */
export function DefaultDeny({ groups, situations }: { groups: readonly DenyGroup[]; situations: number }) {
  return (
    <Section
      title="Where only default deny applies"
      description="No rule blocks these requests there, and none allows them: what no rule allows is blocked."
    >
      {groups.length === 0 && <p className={classes.note}>Nowhere: each refusal has a rule of its own.</p>}
      <ul className={classes.plain}>
        {groups.map(({ regions, situations: own, labels }) => (
          <li key={regions.join()}>
            <details className={classes.folded}>
              <summary>
                {classesInWords(labels)}: in {shareInWords(own, situations)} of situations
              </summary>
              <p className={classes.note}>When {regions.join("; or when ")}.</p>
              <ul className={classes.requests}>
                {labels.map((label) => (
                  <li key={label}>{label}</li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function ThresholdCover({ thresholds }: Pick<Report, "thresholds">) {
  const whole = thresholds.every(({ gaps, overlaps }) => gaps.length + overlaps.length === 0);
  return (
    <Section title="Thresholds">
      {whole ? (
        <p className={classes.note}>
          Of {thresholds.map(({ trigger }) => trigger).join(", ")} every value has exactly one state: no gaps,
          no overlaps.
        </p>
      ) : (
        <ul className={classes.plain}>
          {thresholds.map((each) => (
            <li key={each.trigger}>
              {each.trigger}: {coverInWords(each)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function PromisesKept({ promises }: Pick<Report, "promises">) {
  return (
    <Section
      title="Promises"
      description="Each was looked up in every situation for every class of request that it speaks of."
    >
      <ul className={classes.plain}>
        {promises.map(({ promise, holds, cells, counterexample }) => (
          <li key={promise} className={classes.promise}>
            <ToneBadge
              tone={holds ? "good" : "bad"}
              icon={holds ? <IconCircleCheck stroke={2} /> : <IconCircleX stroke={2} />}
              size="sm"
            >
              {holds ? "Kept" : "Broken"}
            </ToneBadge>
            <span>
              {promise}. <span className={classes.quiet}>{formatNumber(cells)} combinations.</span>
              {counterexample && (
                <>
                  {" "}
                  Not for {counterexample.label}, when{" "}
                  {Object.entries(counterexample.states)
                    .map(([trigger, state]) => `${trigger} ${state}`)
                    .join(", ")}
                  , {counterexample.mode}
                  {counterexample.comparedWith ? `, compared with ${counterexample.comparedWith}` : ""}.
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
