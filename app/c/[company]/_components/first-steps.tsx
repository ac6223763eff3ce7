import { IconDatabaseImport } from "@tabler/icons-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { can, type Role, rolesThatCan } from "@/lib/auth/permissions";

/** A company without a closed cycle: nothing is known, so nothing opens; says what to do next. */
export function FirstSteps({ company, role }: { company: string; role: Role }) {
  const mayEvaluate = can(role, "cycle.evaluate");
  return (
    <Section title="Before the first cycle">
      <EmptyState
        title="No cycle has been closed yet"
        icon={<IconDatabaseImport size={32} />}
        action={
          mayEvaluate ? (
            <LinkButton href={`${company}/cycles`}>Evaluate the first close</LinkButton>
          ) : (
            <LinkButton href={`${company}/cycles`} variant="default">
              Look at the cycles
            </LinkButton>
          )
        }
      >
        Until the figures of one month are loaded and evaluated, every trigger is unknown and the gates stay
        shut.
        {mayEvaluate
          ? " Check the inputs of the last month, add what is missing, and evaluate the close."
          : ` ${rolesThatCan("cycle.evaluate")} can evaluate the first close.`}
      </EmptyState>
    </Section>
  );
}
