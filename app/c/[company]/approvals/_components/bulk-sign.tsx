"use client";

import { Alert, Button, Group, List, ListItem, Modal, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck, IconSignature } from "@tabler/icons-react";
import { useState, useTransition } from "react";
import { CODE_LABEL, CodeField } from "@/components/ui/code-field";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { TextLink } from "@/components/ui/link-button";
import type { GroupShown } from "./group-words";

type Signed = { reference: string; status: string | null; failure: ShownFailure | null };
type Sign = (given: {
  requests: { reference: string; revision: number }[];
  group: string;
  sawCycleId: string | null;
  delegationId: string | null;
  code?: string;
}) => Promise<Outcome<{ signed: Signed[] }>>;

const STATUS: Record<string, string> = {
  APPROVED: "signed, and with that approved",
  PENDING: "signed; it still waits for others",
  STALE: "not signed: the gate no longer allows it",
};

/** Signs a group after listing what is in it, and says of each what came of it. */
export function BulkSign({ hasFactor, sign, ...group }: GroupShown & { hasFactor: boolean; sign: Sign }) {
  const { items, signAs, forName, total, needsCode } = group;
  const [opened, { open, close }] = useDisclosure(false);
  const [signed, setSigned] = useState<Signed[] | null>(null);
  const [code, setCode] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function confirm() {
    start(async () => {
      const outcome = await sign({
        requests: items.map(({ reference, revision }) => ({ reference, revision })),
        group: group.group,
        sawCycleId: group.sawCycleId,
        delegationId: group.delegationId,
        ...(needsCode && { code }),
      });
      setCode("");
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) setSigned(outcome.value.signed);
    });
  }

  return (
    <Paper p="md" maw={460} style={{ flex: "1 1 300px" }}>
      <Stack gap="xs" h="100%" justify="space-between">
        <div>
          <Text fw={600}>{`${group.gate}: ${items.length} requests`}</Text>
          <Text size="sm">{group.why}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {items.map(({ reference }) => reference).join(", ")}
          </Text>
        </div>
        <Button leftSection={<IconSignature size={18} aria-hidden />} onClick={open} w="fit-content">
          Sign these {items.length}
        </Button>
        <Text size="sm" c="dimmed">
          {total}
        </Text>
      </Stack>
      <Modal
        opened={opened}
        onClose={close}
        title={`Sign ${items.length} requests`}
        closeButtonProps={{ "aria-label": "Close" }}
        size="lg"
      >
        {signed ? (
          <Answer signed={signed} onDone={close} />
        ) : (
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              confirm();
            }}
          >
            <Stack>
              <Text size="sm">
                You sign each of these as {signAs}
                {forName ? ` for ${forName}; the log names you both` : ""}, {total}. Each is decided again by
                itself at this moment; what has changed by then is left out.
              </Text>
              <List size="sm" spacing={4}>
                {items.map(({ reference, title, amount, requesterName }) => (
                  <ListItem key={reference}>
                    <strong>{reference}</strong> {title} · {requesterName} ·{" "}
                    <span className="figure">{amount}</span>
                  </ListItem>
                ))}
              </List>
              {needsCode && hasFactor ? (
                <CodeField value={code} onChange={setCode} error={fieldError(failure, "code")} autoFocus />
              ) : null}
              {needsCode && !hasFactor ? <NotSetUp /> : null}
              <FailureAlert failure={failure} labels={{ code: CODE_LABEL }} />
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button type="submit" loading={pending} disabled={needsCode && !hasFactor}>
                  Sign all {items.length}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </Paper>
  );
}

function Answer({ signed, onDone }: { signed: readonly Signed[]; onDone: () => void }) {
  const left = signed.filter(({ status }) => status === null || status === "STALE").length;
  return (
    <Stack role="status">
      <Alert
        variant="outline"
        icon={left > 0 ? <IconAlertTriangle aria-hidden /> : <IconCircleCheck aria-hidden />}
        title={left > 0 ? `${signed.length - left} signed, ${left} not` : `All ${signed.length} signed`}
      >
        <List size="sm">
          {signed.map(({ reference, status, failure }) => (
            <ListItem key={reference}>
              <strong>{reference}</strong>:{" "}
              {status ? (STATUS[status] ?? status) : `not signed. ${failure?.message ?? ""}`}
            </ListItem>
          ))}
        </List>
      </Alert>
      <Button onClick={onDone} style={{ alignSelf: "flex-end" }} data-autofocus>
        Done
      </Button>
    </Stack>
  );
}

function NotSetUp() {
  return (
    <Alert variant="outline" title="Set up a second factor first" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm">
        The company asks for a code at a signature of this amount.{" "}
        <TextLink href="/account#second-factor" underline="always">
          Set it up on your account page
        </TextLink>
        , then come back and sign.
      </Text>
    </Alert>
  );
}
