"use client";

import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState, useTransition } from "react";
import { inputNamed } from "@/components/governance/input-words";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { overrideInputAction } from "@/lib/actions/cycles";
import type { InputLine } from "@/lib/queries/cycle-detail";
import { figuresAsText, figuresFromText, figuresInWords } from "./figures";

type Props = { company: string; cadence: string; cycleKey: string; input: InputLine };

/** A figure in the place of the spine's or where it has none, or the spine's again; either with a reason, in the log. */
export function OverrideControl(props: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const { name, override, isSupplied } = props.input;
  const words = override ? "Change or lift" : isSupplied ? "Supply" : "Override";
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={open} aria-label={`${words} ${inputNamed(name)}`}>
        {words}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`${isSupplied ? "Supply" : "Override"} ${inputNamed(name)}`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <OverrideForm {...props} onDone={close} />
      </Modal>
    </>
  );
}

const UNIT_WORDS: Record<string, string> = { USD: "USD", percent: "percent", x: "a plain number" };

function seriesHint({ series, isSupplied }: InputLine): string | undefined {
  if (series === null) return undefined;
  const least = isSupplied && series > 1 ? `At least ${series} months, o` : "O";
  return `${least}ldest first, with spaces between`;
}

function OverrideForm({ company, cadence, cycleKey, input, onDone }: Props & { onDone: () => void }) {
  const series = input.series !== null;
  const [text, setText] = useState(figuresAsText(input.value));
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function send(value: number | number[] | null) {
    start(async () => {
      const outcome = await overrideInputAction(company, {
        cadence,
        cycleKey,
        name: input.name,
        value,
        reason,
      });
      if (outcome.ok) onDone();
      else setFailure(outcome.failure);
    });
  }
  function put(event: FormEvent) {
    event.preventDefault();
    const value = figuresFromText(text, series);
    if (value !== null) return send(value);
    const words = series ? "Figures with spaces between, oldest first." : "One figure.";
    setFailure({ code: "INVALID_INPUT", message: "The value cannot be read.", fields: { value: words } });
  }

  return (
    <form onSubmit={put} noValidate>
      <Stack gap="sm">
        <Text size="sm">
          {input.isSupplied
            ? "No source in the spine has this figure, so it is missing until somebody supplies it. It stands in the decision log with your name and reason."
            : `The spine says ${figuresInWords(input.spineValue, input.unit)}. It is kept beside yours, and both stand in the decision log.`}
        </Text>
        <TextInput
          label={`Value, ${UNIT_WORDS[input.unit] ?? input.unit}`}
          description={seriesHint(input)}
          inputMode="decimal"
          required
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={fieldError(failure, "value")}
        />
        <Textarea
          label="Reason"
          description="At least 10 characters"
          autosize
          minRows={2}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(failure, "reason")}
        />
        <FailureAlert failure={failure} labels={{ value: "Value", reason: "Reason" }} />
        <Group justify="flex-end">
          {input.override && (
            <Button variant="default" onClick={() => send(null)} loading={pending}>
              {input.isSupplied ? "Withdraw the figure" : "Take the spine's again"}
            </Button>
          )}
          <Button type="submit" loading={pending}>
            {input.isSupplied ? "Supply" : "Override"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
