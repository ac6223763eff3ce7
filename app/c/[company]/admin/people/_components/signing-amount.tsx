"use client";

import { Button, NumberInput, Stack, Switch, Text } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { formatDateTime, formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";

type Setting = { amountUsd: number | null; setAt: string | null; setByName: string | null };
const LABEL = "Above this amount in twelve months";

/** Above which amount a signature takes a second factor. */
export function SigningAmount({
  setting,
  save,
}: {
  setting: Setting;
  save: (given: { amountUsd: number | null }) => Promise<Outcome<{ amountUsd: number | null }>>;
}) {
  const [isAsked, setAsked] = useState(setting.amountUsd !== null);
  const [amount, setAmount] = useState<number | string>(setting.amountUsd ?? "");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function store() {
    start(async () => {
      const outcome = await save({ amountUsd: isAsked ? Number(amount === "" ? Number.NaN : amount) : null });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <Section
      title="Second factor at signing"
      description="Whoever signs a request above the amount enters a code from their phone. What is paid by the month counts as twelve months, and a request that states no amount, such as a hire, counts as above. Each change is an entry of the decision log."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          store();
        }}
      >
        <Stack gap="sm" maw={420}>
          <Text size="sm">
            {setting.amountUsd === null
              ? "No second factor is asked for."
              : `Asked for above ${formatMoney(setting.amountUsd)}${
                  setting.setAt
                    ? `, set ${formatDateTime(setting.setAt)} by ${setting.setByName ?? "somebody"}`
                    : ""
                }.`}
          </Text>
          <FailureAlert failure={failure} labels={{ amountUsd: LABEL }} />
          <Switch
            label="Ask for a second factor"
            checked={isAsked}
            onChange={(event) => setAsked(event.currentTarget.checked)}
          />
          {isAsked ? (
            <NumberInput
              label={LABEL}
              prefix="$"
              thousandSeparator=","
              min={0}
              allowNegative={false}
              decimalScale={2}
              value={amount}
              onChange={setAmount}
              error={fieldError(failure, "amountUsd")}
            />
          ) : null}
          <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
            Save
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
