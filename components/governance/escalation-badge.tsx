import { IconAlertTriangle, IconCircleCheck, IconClipboardCheck } from "@tabler/icons-react";
import { ToneBadge } from "@/components/ui/tone-badge";

export type EscalationStatus = "OPEN" | "ACKNOWLEDGED" | "RESOLVED";

const LOOKS = {
  OPEN: { tone: "bad", word: "Needs a plan", icon: <IconAlertTriangle stroke={2} /> },
  ACKNOWLEDGED: { tone: "watch", word: "Plan under way", icon: <IconClipboardCheck stroke={2} /> },
  RESOLVED: { tone: "good", word: "Resolved", icon: <IconCircleCheck stroke={2} /> },
} as const;

/** Where an escalation stands, as what it asks of somebody. */
export function EscalationBadge({ status, size = "sm" }: { status: EscalationStatus; size?: "sm" | "lg" }) {
  const { tone, word, icon } = LOOKS[status];
  return (
    <ToneBadge tone={tone} icon={icon} size={size}>
      {word}
    </ToneBadge>
  );
}
