"use client";

import { Button, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { setCloseCalendarAction } from "@/lib/actions/close";

type Props = { company: string; holidays: readonly string[]; years: readonly number[]; thisYear: number };

/** A year at a time, one date a line: a list from elsewhere can be pasted as it is. */
export function CalendarForm({ company, holidays, years, thisYear }: Props) {
  const daysOf = (of: number) => holidays.filter((day) => day.startsWith(`${of}-`));
  const [year, setYear] = useState(thisYear);
  const [days, setDays] = useState(daysOf(thisYear).join("\n"));
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [saved, setSaved] = useState(false);
  const [pending, start] = useTransition();
  function choose(chosen: number) {
    setYear(chosen);
    setDays(daysOf(chosen).join("\n"));
    setSaved(false);
    setFailure(null);
  }
  function save(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      // As the page had them when it was last loaded: after a refusal it is loaded again.
      const outcome = await setCloseCalendarAction(company, { year, days, seen: daysOf(year) });
      setFailure(outcome.ok ? null : outcome.failure);
      setSaved(outcome.ok);
    });
  }
  return (
    <form onSubmit={save} noValidate aria-label="Set the holidays of a year">
      <Stack gap="sm" maw="32rem">
        <NativeSelect
          label="Year"
          maw="10rem"
          value={String(year)}
          onChange={(event) => choose(Number(event.currentTarget.value))}
          data={years.map(String)}
        />
        <Textarea
          label="Days"
          description="One a line, the date first, as in 2027-01-01 New Year's Day. They take the place of the year's days; the names are not kept. Past days that count for a close not yet certified are the CFO's to change."
          autosize
          minRows={6}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          error={fieldError(failure, "days")}
        />
        <FailureAlert failure={failure} labels={{ days: "Days", year: "Year" }} />
        <Text role="status" size="sm" fw={600} c="var(--tone-good-text)">
          {saved && "Kept, and in the decision log."}
        </Text>
        <div>
          <Button type="submit" loading={pending}>
            Keep these days
          </Button>
        </div>
      </Stack>
    </form>
  );
}
