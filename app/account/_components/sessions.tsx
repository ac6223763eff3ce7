"use client";

import { Group, Stack, Text } from "@mantine/core";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { endSessionAction, signOutEverywhereAction } from "@/lib/actions/account";
import { deviceInWords } from "./device";

export type ShownSession = {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  userAgent: string | null;
  isThisOne: boolean;
};

export function Sessions({
  sessions,
  present,
  idleMinutes,
}: {
  sessions: readonly ShownSession[];
  present: string;
  idleMinutes: number;
}) {
  return (
    <Section
      title="Where you are signed in"
      description={`A session ends after ${idleMinutes} minutes without use, and after 12 hours in any case.`}
      actions={
        <ConfirmButton
          action={signOutEverywhereAction}
          title="Sign out everywhere"
          question="All your sessions end at once, this one too. You sign in again to go on."
          confirmLabel="Sign out everywhere"
          size="xs"
        >
          Sign out everywhere
        </ConfirmButton>
      }
    >
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {sessions.map((session) => (
          <Group component="li" key={session.id} justify="space-between" gap="xs">
            <div>
              <Group gap="xs">
                <Text size="sm" fw={550}>
                  {deviceInWords(session.userAgent)}
                </Text>
                {session.isThisOne && (
                  <ToneBadge tone="info" size="sm">
                    This session
                  </ToneBadge>
                )}
              </Group>
              <Text size="xs" c="dimmed">
                Last used <Moment at={session.lastSeenAt} show="distance" present={present} /> · signed in{" "}
                <Moment at={session.createdAt} />
              </Text>
            </div>
            {!session.isThisOne && (
              <ConfirmButton
                action={() => endSessionAction(session.id)}
                title="End this session"
                question={`${deviceInWords(session.userAgent)} is signed out at once.`}
                confirmLabel="End the session"
                size="xs"
              >
                End
              </ConfirmButton>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
