import type { Metadata } from "next";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatDate } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { closeCalendar } from "@/lib/queries/close-calendar";
import classes from "../_components/close.module.css";
import { CalendarForm } from "./_components/calendar-form";

export const metadata: Metadata = { title: "Holidays" };

type Props = { params: Promise<{ company: string }> };

export default async function CloseCalendarPage({ params }: Props) {
  const viewer = await requireViewer((await params).company);
  const result = await closeCalendar(viewer);
  const company = `/c/${viewer.companySlug}`;
  if (!result.ok) return <FailureAlert failure={result.failure} />;
  const { holidays } = result.value;
  const thisYear = now().getUTCFullYear();
  const years = [
    ...new Set([thisYear - 1, thisYear, thisYear + 1, ...holidays.map((day) => Number(day.slice(0, 4)))]),
  ].sort();
  return (
    <>
      <PageHeader
        title="Holidays"
        crumbs={[{ label: "Monthly close", href: `${company}/close` }]}
        description="The company's own days off. Saturdays, Sundays and these days are left out when the business days of a close are counted."
      />
      <div className={classes.stack}>
        {can(viewer.role, "close.calendar") ? (
          <Section title="Set a year">
            <CalendarForm
              company={viewer.companySlug}
              holidays={holidays}
              years={years}
              thisYear={thisYear}
            />
          </Section>
        ) : (
          <p className={classes.note}>{rolesThatCan("close.calendar")} can change them.</p>
        )}
        {[...years].reverse().map((year) => {
          const days = holidays.filter((day) => Number(day.slice(0, 4)) === year);
          return (
            <Section key={year} title={`${year}`}>
              {days.length === 0 ? (
                <p className={classes.note}>None: every weekday of the year counts.</p>
              ) : (
                <ul className={classes.plain}>
                  {days.map((day) => (
                    <li key={day}>
                      {formatDate(day)}, {WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]}
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          );
        })}
      </div>
    </>
  );
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
