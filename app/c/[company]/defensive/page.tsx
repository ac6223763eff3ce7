import type { Metadata } from "next";
import { ModeBanner } from "@/components/governance/mode-banner";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type DefensiveScreen, loadDefensive } from "@/lib/queries/defensive";
import { ActionList } from "./_components/action-list";
import { Attempts } from "./_components/attempts";
import { CycleSteps } from "./_components/cycle-steps";
import classes from "./_components/defensive.module.css";
import { LeaveForm } from "./_components/leave-form";
import { Stretches } from "./_components/stretches";

export const metadata: Metadata = { title: "Defensive status" };

export default async function DefensivePage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const result = await loadDefensive(viewer);
  return (
    <>
      <PageHeader
        title="Defensive status"
        description="DEFENSIVE mode follows trigger states alone: a critical trigger that fails or is unknown enters it, and two consecutive cycles with every critical trigger passing leave it. Nobody switches it."
      />
      {result.ok ? (
        <Screen screen={result.value} viewer={viewer} present={now()} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function Screen({ screen, viewer, present }: { screen: DefensiveScreen; viewer: Viewer; present: Date }) {
  const company = `/c/${viewer.companySlug}`;
  const { mode } = screen;
  if (mode === null) {
    return (
      <EmptyState title="No cycle has been closed yet">
        Until the first close every trigger is unknown and the gates stay shut, as they would in DEFENSIVE
        mode.
      </EmptyState>
    );
  }
  const defensive = mode.mode === "DEFENSIVE";
  return (
    <div className={classes.screen}>
      <ModeBanner mode={mode} company={company} linkToStatus={false} />
      <Section
        title={defensive ? "Mandated actions" : "Actions that DEFENSIVE mode would mandate"}
        description={
          defensive
            ? "Each with an owner and a day, and done only with evidence."
            : "They come into force with the first critical fail."
        }
      >
        {defensive ? (
          <ActionList
            actions={screen.actions}
            people={screen.people}
            company={viewer.companySlug}
            mayUpdate={can(viewer.role, "defensive.update")}
            today={present.toISOString().slice(0, 10)}
          />
        ) : (
          <ol className={classes.mandated}>
            {screen.mandatedActions.map((action) => (
              <li key={action}>{action}</li>
            ))}
          </ol>
        )}
      </Section>
      <Section
        title={defensive ? "Cycle by cycle to the exit" : "The latest cycles"}
        description={
          defensive ? "Since this stretch began, newest first." : "What the mode rests on, newest first."
        }
      >
        <CycleSteps cycles={screen.cycles} earlier={screen.earlierCycles} company={company} />
      </Section>
      {defensive && (
        <Section
          title="Leave DEFENSIVE mode"
          description="Puts the wish to the rules and shows their answer. The attempt and the answer enter the decision log; the mode itself changes only with cycles."
        >
          {can(viewer.role, "defensive.update") ? (
            <LeaveForm company={viewer.companySlug} />
          ) : (
            <p className={classes.note}>{rolesThatCan("defensive.update")} can put the question.</p>
          )}
          <Attempts attempts={screen.attempts} company={company} />
        </Section>
      )}
      <Section title="Earlier stretches">
        <Stretches stretches={screen.stretches} company={company} />
      </Section>
    </div>
  );
}
