import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { EscalationDetail } from "@/lib/queries/escalations";
import classes from "./escalations.module.css";

/** Every step stands in the decision log. */
export function History({ escalation: { log }, company }: { escalation: EscalationDetail; company: string }) {
  return (
    <Section title="In the decision log">
      {log.length === 0 ? (
        <p className={classes.note}>
          Raising it stands in the log entry of the cycle; no step has been taken since.
        </p>
      ) : (
        <ol className={classes.steps}>
          {log.map(({ seq, title, actor, occurredAt }) => (
            <li key={seq}>
              <TextLink href={`${company}/log/${seq}`} inherit underline="always">
                Entry {seq}
              </TextLink>{" "}
              {title}
              <div className={classes.note}>
                {actor}, <Moment at={occurredAt} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
