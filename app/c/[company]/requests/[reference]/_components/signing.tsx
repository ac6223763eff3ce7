import { Text } from "@mantine/core";
import { denyRequestAction, signRequestAction } from "@/lib/actions/approvals";
import type { RequestPage } from "@/lib/queries/request";
import { SignBox } from "./sign-box";

/** What this person can do about the request: sign it, deny it, or read why neither is theirs to do. */
export function Signing({ page, company }: { page: RequestPage; company: string }) {
  const { reference, revision, choices, signing } = page;
  return (
    <>
      <SignBox
        // What a person is about to sign is what they have read: another revision begins anew.
        key={`${reference} ${revision}`}
        what={{
          reference,
          revision,
          sawCycleId: page.presentCycleId,
          delegationId: choices.signFor?.delegationId ?? null,
        }}
        signAs={choices.signAs}
        signFor={choices.signFor?.name ?? null}
        secondFactor={page.secondFactor}
        mayDeny={choices.deny}
        completes={choices.completes}
        isSignable={signing.isSignable}
        otherRoles={signing.awaits.map(({ role }) => role).filter((role) => role !== choices.signAs)}
        sign={signRequestAction.bind(null, company)}
        deny={denyRequestAction.bind(null, company)}
      />
      {choices.whyNotSign ? (
        <Text size="sm" c="dimmed">
          {choices.whyNotSign}
        </Text>
      ) : null}
    </>
  );
}
