"use client";

import {
  Alert,
  Anchor,
  Button,
  Code,
  CopyButton,
  Group,
  List,
  ListItem,
  PasswordInput,
  Stack,
  Text,
} from "@mantine/core";
import { IconCheck, IconCopy, IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CODE_LABEL, CodeField } from "@/components/ui/code-field";
import { FailureAlert, fieldError } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { QrCode } from "@/components/ui/qr-code";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { useActionForm } from "@/components/ui/use-action-form";
import {
  confirmSecondFactorAction,
  enrolSecondFactorAction,
  removeSecondFactorAction,
  renewRecoveryCodesAction,
} from "@/lib/actions/second-factor";

type State = {
  state: "OFF" | "BEGUN" | "ON";
  confirmedAt: string | null;
  lastUsedAt: string | null;
  recoveryCodesLeft: number;
};

const FEW_LEFT = 3;
/** Wide enough that a phone reads it from a hand's distance. */
const QR_WIDTH = 196;

/** One-time codes, asked for at signing above the amount that a company sets. */
export function SecondFactor({ factor }: { factor: State }) {
  return (
    <div id="second-factor">
      <Section
        title="Second factor"
        description="A code from an app on your phone, asked for when you sign above the amount that your company has set."
        actions={
          factor.state === "ON" ? (
            <ToneBadge tone="good" icon={<IconShieldCheck />}>
              In use
            </ToneBadge>
          ) : (
            <ToneBadge tone="neutral" icon={<IconShieldOff />}>
              Not set up
            </ToneBadge>
          )
        }
      >
        {factor.state === "ON" ? <InUse factor={factor} /> : <SetUp />}
      </Section>
    </div>
  );
}

function SetUp() {
  const { outcome, failure, pending, form } = useActionForm(enrolSecondFactorAction);
  if (outcome?.ok) return <Confirm {...outcome.value} />;
  return (
    <form {...form}>
      <Stack gap="sm" maw={420}>
        <FailureAlert failure={failure} labels={{ password: "Your password" }} />
        <PasswordInput
          name="password"
          label="Your password"
          description="So that nobody else adds their phone here."
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={fieldError(failure, "password")}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
        />
        <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
          Set up
        </Button>
      </Stack>
    </form>
  );
}

function Confirm({ secret, link }: { secret: string; link: string }) {
  const { outcome, failure, pending, form } = useActionForm(confirmSecondFactorAction);
  if (outcome?.ok) return <RecoveryCodes codes={outcome.value.recoveryCodes} />;
  return (
    <Stack gap="sm">
      <List type="ordered" size="sm" spacing="sm">
        <ListItem>
          <Text size="sm">
            Add an account to your authenticator app: scan this code with it, type the key (time-based, six
            digits), or open{" "}
            <Anchor href={link} underline="always">
              this link
            </Anchor>{" "}
            on the phone that has the app.
          </Text>
          <Group gap="md" mt="xs" align="center">
            <QrCode
              text={link}
              label="QR code for your authenticator app. It holds the key that stands beside it."
              width={QR_WIDTH}
            />
            <Stack gap="xs" align="flex-start">
              <Code fz="sm" data-testid="second-factor-secret" style={{ overflowWrap: "anywhere" }}>
                {inGroups(secret)}
              </Code>
              <Copy value={secret} label="Copy the key" />
            </Stack>
          </Group>
        </ListItem>
        <ListItem>
          <Text size="sm">Enter the code that the app shows now.</Text>
        </ListItem>
      </List>
      <form {...form}>
        <Stack gap="sm">
          <FailureAlert failure={failure} labels={{ code: CODE_LABEL }} />
          <CodeField error={fieldError(failure, "code")} takesRecoveryCodes={false} />
          <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
            Confirm
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}

/** Shown this once: the server keeps only what tells a right one from a wrong one. */
function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const router = useRouter();
  return (
    <Alert
      role="status"
      variant="outline"
      icon={<IconShieldCheck aria-hidden />}
      title="Your recovery codes, shown only now"
    >
      <Stack gap="sm">
        <Text size="sm">
          Each opens once, when your phone is not at hand. Keep them where you would keep a spare key.
        </Text>
        <List size="sm" listStyleType="none" data-testid="recovery-codes">
          {codes.map((code) => (
            <ListItem key={code}>
              <Code fz="sm">{code}</Code>
            </ListItem>
          ))}
        </List>
        <Group gap="xs">
          <Copy value={codes.join("\n")} label="Copy all" />
          <Button size="xs" onClick={() => router.refresh()}>
            I have kept them
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function InUse({ factor }: { factor: State }) {
  const [doing, setDoing] = useState<"renew" | "remove" | null>(null);
  const left = factor.recoveryCodesLeft;
  return (
    <Stack gap="sm">
      <Text size="sm">
        Set up <Moment at={factor.confirmedAt} /> · last used <Moment at={factor.lastUsedAt} /> ·{" "}
        {formatCount(left, "recovery code")} left{left < FEW_LEFT ? ": make new ones soon" : ""}.
      </Text>
      {doing === null ? (
        <Group gap="sm">
          <Button variant="default" onClick={() => setDoing("renew")}>
            New recovery codes
          </Button>
          <Button variant="default" onClick={() => setDoing("remove")}>
            Remove
          </Button>
        </Group>
      ) : null}
      {doing === "renew" ? <Renew onCancel={() => setDoing(null)} /> : null}
      {doing === "remove" ? <Remove onCancel={() => setDoing(null)} /> : null}
    </Stack>
  );
}

function Renew({ onCancel }: { onCancel: () => void }) {
  const { outcome, failure, pending, form } = useActionForm(renewRecoveryCodesAction);
  if (outcome?.ok) return <RecoveryCodes codes={outcome.value.recoveryCodes} />;
  return (
    <form {...form}>
      <Stack gap="sm">
        <Text size="sm">Ten new codes; those you have now open nothing any more.</Text>
        <FailureAlert failure={failure} labels={{ code: CODE_LABEL }} />
        <CodeField error={fieldError(failure, "code")} />
        <Group gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={pending}>
            Make new codes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Remove({ onCancel }: { onCancel: () => void }) {
  const { failure, pending, form } = useActionForm(removeSecondFactorAction);
  return (
    <form {...form}>
      <Stack gap="sm">
        <Text size="sm">
          Without it you sign nothing above your company's amount, until you set up another.
        </Text>
        <FailureAlert failure={failure} labels={{ code: CODE_LABEL }} />
        <CodeField error={fieldError(failure, "code")} />
        <Group gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" loading={pending}>
            Remove the second factor
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? "Copied" : label}
        </Button>
      )}
    </CopyButton>
  );
}

/** "JBSW Y3DP EHPK …": four at a time are read and typed without losing the place. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
