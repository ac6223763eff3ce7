"use client";

import { Radio, RadioGroup, Stack, Text } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

type Wish = "at_once" | "daily" | "off";

const CHOICES: readonly (readonly [Wish, string, string])[] = [
  ["at_once", "At once", "A letter for each notice."],
  ["daily", "Daily", "One letter at 06:00 UTC with the notices of the day."],
  ["off", "Off", "Only here, on this page."],
];

/** How one wants to be told by e-mail; it is saved as soon as it is chosen. */
export function EmailWishField({
  email,
  save,
}: {
  email: Wish;
  save: (given: { email: Wish }) => Promise<Outcome>;
}) {
  const [chosen, setChosen] = useState<Wish>(email);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [saved, setSaved] = useState(false);
  const [pending, start] = useTransition();

  function choose(value: string) {
    const wish = CHOICES.find(([each]) => each === value)?.[0];
    if (wish === undefined) return;
    const before = chosen;
    setChosen(wish);
    setSaved(false);
    start(async () => {
      const outcome = await save({ email: wish });
      setFailure(outcome.ok ? null : outcome.failure);
      setSaved(outcome.ok);
      if (!outcome.ok) setChosen(before);
    });
  }

  return (
    <Stack gap="xs">
      <RadioGroup label="E-mail for my notices in this company" value={chosen} onChange={choose}>
        <Stack gap={6} mt={6}>
          {CHOICES.map(([value, label, description]) => (
            <Radio key={value} value={value} label={label} description={description} disabled={pending} />
          ))}
        </Stack>
      </RadioGroup>
      <FailureAlert failure={failure} />
      <Text size="sm" role="status">
        {saved ? "Saved." : ""}
      </Text>
    </Stack>
  );
}
