import { PolicyChanges } from "@/components/governance/policy-changes";
import { PolicyClassBadge } from "@/components/governance/policy-class-badge";
import { CHANGE_CLASS_WORDS, changesInWords, versionInWords } from "@/components/governance/policy-words";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { PolicyDifference } from "@/lib/queries/policy-version";
import classes from "./version.module.css";

/** What a version changes against another one, what that weighs, and which version it must therefore carry. */
export function DifferenceSection({
  difference,
  title,
  policy,
  carries,
}: {
  difference: PolicyDifference;
  title: string;
  policy: string;
  /** Whether the version that it must carry is of interest. */
  carries: boolean;
}) {
  const { from, changes, class: weight, neededVersion } = difference;
  const other = versionInWords(from.version).toLowerCase();
  return (
    <Section
      title={title}
      description={
        <>
          {changes.length === 0 ? "Nothing differs" : sentence(changesInWords(changes))} against{" "}
          <TextLink href={`${policy}/versions/${from.id}`} inherit underline="always">
            {other}
          </TextLink>
          .
        </>
      }
    >
      {weight && (
        <div className={classes.carries}>
          <PolicyClassBadge weight={weight} />
          <span>
            {carries
              ? `It must carry version ${neededVersion} or a later one: a ${CHANGE_CLASS_WORDS[weight].name.toLowerCase()} change raises ${CHANGE_CLASS_WORDS[weight].raises}.`
              : `As a whole it weighs as much as its heaviest change: ${CHANGE_CLASS_WORDS[weight].means}.`}
          </span>
        </div>
      )}
      <PolicyChanges changes={changes} same={`It says the same as ${other}, word for word.`} />
    </Section>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
