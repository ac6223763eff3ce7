import { Alert } from "@mantine/core";
import { IconUserShare } from "@tabler/icons-react";
import { formatDate } from "@/components/ui/format";
import type { StandIn } from "@/lib/queries/delegations";

/** For whom the person signs today; nothing where there is nobody. */
export function StandIns({ standIns }: { standIns: readonly StandIn[] }) {
  if (standIns.length === 0) return null;
  const people = standIns.map(
    ({ role, delegatorName, untilOn }) => `the ${role} ${delegatorName} until ${formatDate(untilOn)} (UTC)`,
  );
  return (
    <Alert
      variant="outline"
      icon={<IconUserShare aria-hidden />}
      title={`You sign for ${people.join(" and for ")}`}
    >
      What waits for them is in this list too, but for what they asked for themselves. Where your own role is
      awaited, you sign in your own.
    </Alert>
  );
}
