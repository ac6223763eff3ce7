"use client";

import { Button, Group, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { Fragment, useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { DRIVER_KINDS, DRIVER_RULES, type DriverKind, type Spread } from "@/lib/queries/forecast";
import type { ForecastSettings } from "@/lib/queries/forecast-settings";
import { DRIVER_WORDS } from "@/lib/queries/forecast-words";
import classes from "./trajectory.module.css";

export type SaveForecast = (given: { settings: ForecastSettings; seenAt: string | null }) => Promise<Outcome>;

type Props = {
  setting: { settings: ForecastSettings; lastSet: { at: Date } | null };
  save: SaveForecast;
};

/** Opens on demand: most visits are to read. */
export function SpreadForm({ setting, save }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [isSaved, setSaved] = useState(false);
  function done(saved: boolean) {
    setOpen(false);
    setSaved(saved);
  }
  if (isOpen) return <Form setting={setting} save={save} onDone={done} />;
  return (
    <Group gap="sm">
      <Button variant="default" onClick={() => setOpen(true)}>
        Change the spreads
      </Button>
      <Text role="status" size="sm" fw={600} c="var(--tone-good-text)">
        {isSaved && "Saved, and in the decision log."}
      </Text>
    </Group>
  );
}

const REACHES = [
  ["downside", "Downside reaches"],
  ["base", "Base, to both sides"],
  ["upside", "Upside reaches"],
] as const;

/** A field's path in the words of its row and column. */
const LABELS = Object.fromEntries(
  DRIVER_KINDS.flatMap((kind) =>
    REACHES.map(([reach, words]) => [
      `settings.spreads.${kind}.${reach}`,
      `${DRIVER_WORDS[kind].name}, ${words.toLowerCase()}`,
    ]),
  ),
);

function Form({ setting, save, onDone }: Props & { onDone: (saved: boolean) => void }) {
  // What one began with: a change of somebody else's meanwhile must be refused, not overwritten.
  const [begun] = useState(setting);
  const [settings, setSettings] = useState(begun.settings);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function change(kind: DriverKind, reach: keyof Spread, value: number) {
    setSettings(({ spreads, ...rest }) => ({
      ...rest,
      spreads: { ...spreads, [kind]: { ...spreads[kind], [reach]: value } },
    }));
  }
  function submit() {
    start(async () => {
      const seenAt = begun.lastSet ? new Date(begun.lastSet.at).toISOString() : null;
      const outcome = await save({ settings, seenAt });
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) onDone(true);
    });
  }
  return (
    <form action={submit} noValidate aria-label="Change the spreads of the forecast">
      <Stack gap="md">
        <NativeSelect
          label="Months to measure on"
          maw="14rem"
          value={String(settings.window_months)}
          onChange={(event) => {
            const months = event.currentTarget.value === "12" ? 12 : 6;
            setSettings((before) => ({ ...before, window_months: months }));
          }}
          data={[
            { value: "6", label: "Last 6 months" },
            { value: "12", label: "Last 12 months" },
          ]}
        />
        <div className={classes.spreads}>
          <span className={classes.corner} />
          {REACHES.map(([reach, words]) => (
            <span key={reach} className={classes.head} aria-hidden>
              {words}
            </span>
          ))}
          {DRIVER_KINDS.map((kind) => (
            <Fragment key={kind}>
              <span className={classes.driver}>
                {DRIVER_WORDS[kind].name} <span className={classes.unit}>({DRIVER_RULES[kind].spread})</span>
              </span>
              {REACHES.map(([reach, words]) => (
                <NumberInput
                  key={reach}
                  aria-label={`${DRIVER_WORDS[kind].name}, ${words}, ${DRIVER_RULES[kind].spread}`}
                  value={settings.spreads[kind][reach]}
                  onChange={(value) => change(kind, reach, typeof value === "number" ? value : 0)}
                  error={fieldError(failure, `settings.spreads.${kind}.${reach}`)}
                  decimalScale={2}
                  step={0.5}
                  min={0}
                  max={100}
                  hideControls
                />
              ))}
            </Fragment>
          ))}
        </div>
        <FailureAlert failure={failure} labels={LABELS} />
        <Group gap="xs">
          <Button type="submit" loading={pending}>
            Save the spreads
          </Button>
          <Button variant="default" onClick={() => onDone(false)}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
