import { IconBan, IconForms } from "@tabler/icons-react";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ReasonCodeEntry } from "@/kernel/enforcement";

/** Whether something can be supplied, or something must stop. */
export function OutcomeBadge({ outcome }: Pick<ReasonCodeEntry, "outcome">) {
  return outcome === "NEEDS_INPUT" ? (
    <ToneBadge tone="info" icon={<IconForms stroke={2} />} size="sm">
      Needs input
    </ToneBadge>
  ) : (
    <ToneBadge tone="bad" icon={<IconBan stroke={2} />} size="sm">
      Rejected
    </ToneBadge>
  );
}
