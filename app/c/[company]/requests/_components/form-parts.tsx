"use client";

import { Button, Group, NumberInput, Stack, Switch, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCloudUpload } from "@tabler/icons-react";
import { Section } from "@/components/ui/section";
import { BandInput, numberProps, type RequestFormState } from "./field-input";
import type { DraftState } from "./use-draft";

const WANTED = "The gate asks for this.";

/** The written case: a summary and a band. Optional until the gate asks for it. */
export function RoiCaseFields({ form, wanted }: { form: RequestFormState; wanted: boolean }) {
  return (
    <Section
      title="ROI case"
      description={wanted ? WANTED : "Optional here, unless the verdict asks for it."}
    >
      <Textarea
        label="Summary"
        description="What comes back, from where, and by when."
        autosize
        minRows={3}
        maxLength={4000}
        {...form.getInputProps("roi_summary")}
      />
      <BandInput
        name="roi"
        unit="times what it costs"
        label="Expected return"
        help="A band, never a point: the lower figure first."
        form={form}
      />
    </Section>
  );
}

/** The one exception of the headcount gate, with the cut elsewhere that pays for it. */
export function RetentionFields({
  form,
  claimed,
  wanted,
}: {
  form: RequestFormState;
  claimed: boolean;
  wanted: boolean;
}) {
  return (
    <Section
      title="Retention exception"
      description="While net revenue retention is on WATCH or FAIL, a CS or Product role that directly mitigates churn may be filled, if a cut elsewhere pays for it."
    >
      <Switch
        label="I claim the retention exception"
        {...form.getInputProps("retention_protection", { type: "checkbox" })}
      />
      {claimed ? (
        <Stack gap="sm">
          {wanted ? (
            <Text size="sm" c="var(--tone-watch-text)" fw={600}>
              {WANTED}
            </Text>
          ) : null}
          <Textarea
            label="Offset: what is cut elsewhere"
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps("offset_description")}
          />
          <NumberInput
            label="Amount of the offset"
            description="In US dollars a month."
            prefix="$"
            thousandSeparator=","
            decimalScale={2}
            hideControls
            inputMode="decimal"
            allowNegative={false}
            maw={260}
            {...numberProps(form, "offset_amount_usd")}
          />
        </Stack>
      ) : null}
    </Section>
  );
}

const STATES: Record<DraftState, string | null> = {
  untouched: null,
  saving: "Keeping what you typed…",
  saved: "Kept",
  failed: "Could not be kept; the next change tries again",
};

/** Whether what is typed is safe, and the way to throw it away. */
export function DraftNote({
  state,
  reference,
  discard,
}: {
  state: DraftState;
  reference: string | undefined;
  discard: (() => void) | null;
}) {
  const words = STATES[state];
  const Icon = state === "failed" ? IconAlertTriangle : state === "saved" ? IconCheck : IconCloudUpload;
  return (
    <Group gap="sm">
      {discard && reference ? (
        <Button type="button" variant="default" onClick={discard}>
          Discard
        </Button>
      ) : null}
      <Text size="xs" c="dimmed" role="status">
        {words ? (
          <>
            <Icon size={13} aria-hidden style={{ verticalAlign: "-2px" }} /> {words}
            {reference && state === "saved" ? ` as ${reference}` : ""}
          </>
        ) : null}
      </Text>
    </Group>
  );
}
