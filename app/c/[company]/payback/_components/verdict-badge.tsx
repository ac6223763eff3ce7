import { IconCircleCheck, IconCircleX, IconClockHour4, IconHelpCircle } from "@tabler/icons-react";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { PaybackVerdict } from "@/lib/queries/payback-verdict";
import { VERDICT_WORDS } from "./payback-words";

const LOOKS = {
  PAID_BACK: { tone: "good", icon: <IconCircleCheck stroke={2} /> },
  MISSED: { tone: "bad", icon: <IconCircleX stroke={2} /> },
  TOO_EARLY: { tone: "neutral", icon: <IconClockHour4 stroke={2} /> },
  CANNOT_BE_MEASURED: { tone: "unknown", icon: <IconHelpCircle stroke={2} /> },
} as const;

export function VerdictBadge({ verdict, size = "sm" }: { verdict: PaybackVerdict; size?: "sm" | "lg" }) {
  const { tone, icon } = LOOKS[verdict];
  return (
    <ToneBadge tone={tone} icon={icon} size={size}>
      {VERDICT_WORDS[verdict]}
    </ToneBadge>
  );
}
