import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { EscalationPage } from "@/lib/queries/escalations";
import classes from "./escalations.module.css";

/** What would raise an escalation, as the policy in force has it. */
export function Rules({ rules, company }: { rules: EscalationPage["rules"]; company: string }) {
  return (
    <div className={classes.after}>
      <Section title="Rules" description="From the policy in force.">
        <ul className={classes.rules}>
          {rules.map(({ rule, action, triggers }) => (
            <li key={rule}>
              <strong>{rule}</strong>
              <div>{action}</div>
              <div className={classes.note}>
                Watches{" "}
                {triggers.map((trigger) => (
                  <TextLink
                    key={trigger}
                    href={`${company}/triggers/${trigger}`}
                    inherit
                    underline="always"
                    mr={6}
                  >
                    {trigger}
                  </TextLink>
                ))}
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
