import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { Finding } from "@/kernel/enforcement";
import type { OwnTrigger } from "@/lib/queries/policy-version";
import { needsInWords } from "./own-trigger-words";
import classes from "./version.module.css";

const FINDINGS_SHOWN = 5;

/** What the checks find in a version, the first few of them in full. */
export function Findings({
  findings,
  editHref,
  company,
}: {
  findings: readonly Finding[];
  editHref: string | null;
  company: string;
}) {
  if (findings.length === 0) return null;
  const more = findings.length - FINDINGS_SHOWN;
  return (
    <Section
      title="Faults"
      description={`The checks find ${formatCount(findings.length, "fault")}. A policy with a fault would block every request, so it cannot be proposed.`}
      actions={editHref && <LinkButton href={editHref}>Mend in the editor</LinkButton>}
    >
      <ul className={classes.plain}>
        {findings.slice(0, FINDINGS_SHOWN).map(({ code, path, position, message, remedy }) => (
          <li key={`${code} ${path} ${position} ${message}`}>
            <ReasonCodeText code={code} href={`${company}/codes/${code}`} />
            <p className={classes.text}>
              <span className={classes.code}>{path}</span>
              {position === undefined ? "" : `, character ${position}`}: {message}
            </p>
            <p className={classes.small}>{remedy}</p>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={classes.small}>And {formatCount(more, "further fault")}.</p>}
    </Section>
  );
}

/** Triggers beyond the contract's, with the figures that somebody must supply for them. */
export function OwnTriggers({ triggers }: { triggers: readonly OwnTrigger[] }) {
  if (triggers.length === 0) return null;
  return (
    <Section
      title="The company's own triggers"
      description="A trigger whose figures are missing is unknown, and an unknown trigger opens nothing."
    >
      <ul className={classes.plain}>
        {triggers.map(({ shortId, name, formula, needs }) => (
          <li key={shortId}>
            <strong>
              {shortId} {name}
            </strong>
            <p className={classes.code}>{formula}</p>
            <p className={classes.text}>{needsInWords(shortId, needs)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const ARTIFACTS: Record<string, string> = {
  outcome_contract: "Outcome contract",
  trigger_spec: "Trigger spec",
  gating_rules: "Gating rules",
  micro_case: "Micro case",
};

/** What the version says, artifact by artifact. */
export function Content({ artifacts }: { artifacts: readonly { name: string; content: unknown }[] }) {
  return (
    <Section title="Content" description="The four artifacts as they are stored and hashed.">
      {artifacts.map(({ name, content }) => (
        <details key={name} className={classes.folded}>
          <summary>{ARTIFACTS[name] ?? name}</summary>
          <pre className={classes.json}>{JSON.stringify(content, null, 2)}</pre>
        </details>
      ))}
    </Section>
  );
}
