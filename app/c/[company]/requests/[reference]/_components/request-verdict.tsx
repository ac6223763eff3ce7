import { Text } from "@mantine/core";
import { UnblockWays } from "@/components/governance/unblock-ways";
import { Verdict } from "@/components/governance/verdict";
import type { RequestPage } from "@/lib/queries/request";

/** The verdict and, while it can still change, what would unblock it. */
export function RequestVerdict({ page, codePath }: { page: RequestPage; codePath: string }) {
  const { verdict, signing, status, unblock } = page;
  const isOpen = verdict.rests === "now";
  return (
    <Verdict
      heading={isOpen ? "Verdict now" : "Verdict when it ended"}
      decision={verdict.explanation.decision}
      awaitingSignatures={isOpen && signing.isSignable}
      sentence={sentenceOf(page)}
      codePath={codePath}
    >
      <UnblockWays {...unblock} />
      {isOpen && status !== "PENDING" && signing.isSignable ? (
        <Text size="sm">
          The gate would let it through now: have it decided again to put it up for signature.
        </Text>
      ) : null}
    </Verdict>
  );
}

function sentenceOf({ status, signing, verdict }: RequestPage): string {
  if (status === "APPROVED") return "Allowed by the gate and signed by everybody whom the policy asks for.";
  if (status === "DENIED")
    return "A person with the say over this gate has denied it. This is what the gate itself said.";
  if (status === "WITHDRAWN") return "The requester took it back. This is what the gate said at that moment.";
  if (status === "STALE")
    return "It could be signed once; the states have changed since, and the gate no longer lets it through.";
  if (!signing.isSignable)
    return status === "PENDING"
      ? "It was up for signature, but on today's states the gate would refuse the signature."
      : "The gate does not let it through as it is.";
  if (verdict.explanation.decision.decision === "ALLOWED")
    return `The policy allows it; a signature of ${signing.awaits.map(({ role }) => role).join(" or ")} completes it.`;
  return `It goes through once ${signing.awaits.map(({ role }) => role).join(" and ")} ${signing.awaits.length > 1 ? "have" : "has"} signed.`;
}
