"use client";

import { Alert, Button, Group, List, ListItem, Modal, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck, IconSignature } from "@tabler/icons-react";
import { Fragment, useEffect, useRef, useState, useTransition } from "react";
import { CODE_LABEL, CodeField } from "@/components/ui/code-field";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { TextLink } from "@/components/ui/link-button";
import { FactorMissing } from "../../_components/factor-missing";
import type { GroupShown } from "./group-words";

type Signed = { reference: string; status: string | null; failure: ShownFailure | null };
type Sign = (given: {
  requests: { reference: string; revision: number }[];
  group: string;
  sawCycleId: string | null;
  delegationId: string | null;
  code?: string;
}) => Promise<Outcome<{ signed: Signed[] }>>;

const FOCUS_AFTER_MODAL_MS = 300;
const STATUS: Record<string, string> = {
  APPROVED: "signed, and with that approved",
  PENDING: "signed; it still waits for others",
  STALE: "not signed: the gate no longer allows it",
};

/** Groups of one verdict each. What came of signing one stays on the screen when the group itself is gone. */
export function SignTogether({
  groups,
  hasFactor,
  sign,
}: {
  groups: readonly GroupShown[];
  hasFactor: boolean;
  sign: Sign;
}) {
  const [signed, setSigned] = useState<Signed[] | null>(null);
  const answer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (signed === null) return;
    const timer = setTimeout(() => answer.current?.focus(), FOCUS_AFTER_MODAL_MS);
    return () => clearTimeout(timer);
  }, [signed]);

  return (
    <>
      <div ref={answer} tabIndex={-1} role="status">
        {signed ? <Answer signed={signed} /> : null}
      </div>
      {groups.length > 0 ? (
        <section aria-labelledby="together">
          <Title order={2} id="together" mb="xs">
            One verdict, one rule
          </Title>
          <Text size="sm" c="dimmed" mb="sm" maw="70ch">
            The gate says the same to each request of such a group, for the same reason. Signed together, each
            is still decided by itself at that moment and logged by itself.
          </Text>
          <Group gap="sm" align="stretch">
            {groups.map((group) => (
              <Bulk key={group.group} group={group} hasFactor={hasFactor} sign={sign} onSigned={setSigned} />
            ))}
          </Group>
        </section>
      ) : null}
    </>
  );
}

/** Signs a group after listing what is in it. */
function Bulk({
  group,
  hasFactor,
  sign,
  onSigned,
}: {
  group: GroupShown;
  hasFactor: boolean;
  sign: Sign;
  onSigned: (signed: Signed[]) => void;
}) {
  const { items, signAs, forName, total, needsCode } = group;
  const [opened, { open, close }] = useDisclosure(false);
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
      if (!outcome.ok) return;
      close();
      onSigned(outcome.value.signed);
    });
  }

  return (
    <Paper p="md" maw={460} style={{ flex: "1 1 300px" }}>
      <Stack gap="xs" h="100%" justify="space-between">
        <div>
          <Text fw={600}>{`${group.gate}: ${items.length} requests`}</Text>
          <Text size="sm">
            Allowed by{" "}
            {group.rules.map(({ rule, href }, at) => (
              <Fragment key={rule}>
                {at > 0 && ", "}
                <TextLink href={href} inherit underline="always">
                  {rule}
                </TextLink>
              </Fragment>
            ))}{" "}
            · {group.basis}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {items.map(({ reference }) => reference).join(", ")}
          </Text>
          <Text size="sm" className="figure">
            {total.charAt(0).toUpperCase() + total.slice(1)}
          </Text>
        </div>
        <Button leftSection={<IconSignature size={18} aria-hidden />} onClick={open} w="fit-content">
          Sign these {items.length}
        </Button>
      </Stack>
      <Modal
        opened={opened}
        onClose={close}
        title={`Sign ${items.length} requests`}
        closeButtonProps={{ "aria-label": "Close" }}
        size="lg"
      >
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
              {forName ? ` for ${forName}` : ""} ({total}).
              {forName ? " The log names you both." : ""} Each is decided again by itself at this moment; what
              has changed by then is left out.
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
            {needsCode && !hasFactor ? <FactorMissing /> : null}
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
      </Modal>
    </Paper>
  );
}

function Answer({ signed }: { signed: readonly Signed[] }) {
  const left = signed.filter(({ status }) => status === null || status === "STALE").length;
  return (
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
  );
}
