"use client";

import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconSignature } from "@tabler/icons-react";
import { useEffect, useRef, useState, useTransition } from "react";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { missingWords } from "@/components/governance/request-words";
import { CODE_LABEL, CodeField } from "@/components/ui/code-field";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import type { GateDecision } from "@/kernel/enforcement";
import { FactorMissing } from "../../../_components/factor-missing";

type Signed = { status: string; decision: GateDecision; awaits: string[] };
type What = {
  reference: string;
  revision: number;
  sawCycleId: string | null;
  delegationId: string | null;
};

const FOCUS_AFTER_MODAL_MS = 300;
const ANSWERS: Record<string, string> = {
  APPROVED: "You have signed, and with that the request is approved.",
  PENDING: "You have signed. The request still waits for others.",
  DENIED: "You have denied the request.",
  STALE: "",
};

/** Signs or denies, after asking once. What the gate refuses at that moment is told with its reason. */
export function SignBox({
  what,
  signAs,
  signFor,
  secondFactor,
  mayDeny,
  completes,
  isSignable,
  otherRoles,
  sign,
  deny,
}: {
  what: What;
  signAs: string | null;
  /** For whom, where the role is not one's own. */
  signFor: string | null;
  /** Whether this signature takes a code. */
  secondFactor: "none" | "code" | "not set up";
  mayDeny: boolean;
  completes: boolean;
  isSignable: boolean;
  /** Roles still awaited after this signature. */
  otherRoles: string[];
  sign: (given: What & { code?: string }) => Promise<Outcome<Signed>>;
  deny: (given: What & { reason: string }) => Promise<Outcome<Signed>>;
}) {
  const [signing, signModal] = useDisclosure(false);
  const [denying, denyModal] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const [code, setCode] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [refused, setRefused] = useState<GateDecision | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const answer = useRef<HTMLDivElement>(null);

  // The button that was pressed is gone by now: the focus goes to what has come of it.
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(() => answer.current?.focus(), FOCUS_AFTER_MODAL_MS);
    return () => clearTimeout(timer);
  }, [done]);

  function run(action: () => Promise<Outcome<Signed>>, close: () => void) {
    start(async () => {
      const outcome = await action();
      setFailure(outcome.ok ? null : outcome.failure);
      setCode("");
      if (!outcome.ok) return;
      if (outcome.value.status === "STALE") setRefused(outcome.value.decision);
      setDone(ANSWERS[outcome.value.status] ?? null);
      close();
    });
  }

  return (
    <Stack gap="sm">
      <div ref={answer} tabIndex={-1} role="status">
        {refused ? <Refused decision={refused} /> : done ? <Text size="sm">{done}</Text> : null}
      </div>
      {signAs && !refused ? (
        <>
          <Text size="sm">
            You sign as <strong>{signAs}</strong>
            {signFor ? ` for ${signFor}` : ""}.{" "}
            {isSignable
              ? completes
                ? "Your signature completes the request."
                : `It then still waits for ${otherRoles.join(" and ")}.`
              : "On today's states the gate would refuse your signature."}
          </Text>
          <Group gap="sm">
            <Button leftSection={<IconSignature size={18} aria-hidden />} onClick={signModal.open}>
              Sign {signFor ? `for the ${signAs}` : `as ${signAs}`}
            </Button>
            {mayDeny ? (
              <Button variant="default" onClick={denyModal.open}>
                Deny
              </Button>
            ) : null}
          </Group>
        </>
      ) : null}
      {!signAs && mayDeny && !refused ? (
        <Button variant="default" onClick={denyModal.open} w="fit-content">
          Deny
        </Button>
      ) : null}
      <Modal
        opened={signing}
        onClose={signModal.close}
        title={`Sign ${what.reference}`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            run(() => sign(secondFactor === "code" ? { ...what, code } : what), signModal.close);
          }}
        >
          <Stack>
            <Text size="sm">
              You sign revision {what.revision} as {signAs}
              {signFor ? ` for ${signFor}; the log names you both` : ""}. The gate decides again at this
              moment, and your signature goes into the decision log for good.
            </Text>
            {secondFactor === "code" ? (
              <CodeField value={code} onChange={setCode} error={fieldError(failure, "code")} autoFocus />
            ) : null}
            {secondFactor === "not set up" ? <FactorMissing /> : null}
            <FailureAlert failure={failure} labels={{ code: CODE_LABEL }} />
            <Group justify="flex-end">
              <Button variant="default" onClick={signModal.close}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={pending}
                disabled={secondFactor === "not set up"}
                {...(secondFactor === "none" && { "data-autofocus": true })}
              >
                {completes && isSignable ? "Sign and approve" : "Sign"}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <Modal
        opened={denying}
        onClose={denyModal.close}
        title={`Deny ${what.reference}`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            run(() => deny({ ...what, reason }), denyModal.close);
          }}
        >
          <Stack>
            <Textarea
              label="Why"
              description="The requester reads it, and it goes into the decision log for good."
              autosize
              minRows={3}
              maxLength={2000}
              required
              data-autofocus
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={fieldError(failure, "reason")}
            />
            <FailureAlert failure={failure} labels={{ reason: "Why" }} />
            <Group justify="flex-end">
              <Button variant="default" onClick={denyModal.close}>
                Cancel
              </Button>
              <Button type="submit" color="red.9" loading={pending}>
                Deny for good
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Stack>
  );
}

function Refused({ decision }: { decision: GateDecision }) {
  return (
    <Alert
      variant="outline"
      title="Your signature was refused: the request is stale"
      icon={<IconAlertTriangle aria-hidden />}
    >
      <Text size="sm">
        Since it was submitted, the states have changed, and the gate no longer allows it. Nothing was signed;
        the refusal is in the log.
      </Text>
      <ul>
        {decision.reason_codes.map((code) => (
          <li key={code}>
            <ReasonCodeText code={code} />
          </li>
        ))}
        {decision.reason_codes.length === 0
          ? decision.blocked_by.map((rule) => <li key={rule}>{rule}</li>)
          : null}
        {decision.missing.map((item) => (
          <li key={item}>Missing: {missingWords(item)}</li>
        ))}
      </ul>
    </Alert>
  );
}
