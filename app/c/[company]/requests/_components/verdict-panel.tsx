"use client";

import { Stack, Text } from "@mantine/core";
import { UnblockWays } from "@/components/governance/unblock-ways";
import { Verdict } from "@/components/governance/verdict";
import { AsOf } from "@/components/ui/page-header";
import type { FormBasis } from "@/lib/queries/request-form";
import type { VerdictSoFar } from "./request-verdict";

/** What the gate would say to the form as it stands. Read out when it changes, without interrupting. */
export function VerdictPanel({
  verdict: { path, decision, unblock },
  basis,
  codePath,
}: {
  verdict: VerdictSoFar;
  basis: FormBasis;
  codePath: string;
}) {
  return (
    <Stack gap="xs">
      <div aria-live="polite" aria-atomic="true">
        <Verdict
          heading="Verdict so far"
          decision={decision}
          awaitingSignatures={path.isSignable}
          sentence={sentenceOf(path)}
          codePath={codePath}
        >
          <UnblockWays {...unblock} />
        </Verdict>
      </div>
      <AsOf
        at={basis.cycle?.evaluatedAt}
        source={
          basis.cycle
            ? `cycle ${basis.cycle.key}, ${basis.facts.mode} mode, policy ${basis.policyVersion}`
            : "no closed cycle yet"
        }
      />
      <Text size="xs" c="dimmed">
        Decided again when you submit and at each signature, on the states of that moment.
      </Text>
    </Stack>
  );
}

function sentenceOf(path: VerdictSoFar["path"]): string {
  if (!path.isSignable) return "As it stands, the gate would not let it through.";
  if (path.requiredRoles.length > 0)
    return `It goes through once ${path.requiredRoles.join(" and ")} ${path.requiredRoles.length > 1 ? "have" : "has"} signed.`;
  return `The policy allows it; one signature of ${path.anyOneOf.join(" or ")} completes it.`;
}
