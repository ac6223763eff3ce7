import { IconAlertTriangle, IconCircleCheck, IconClockHour4, IconPlayerPlay } from "@tabler/icons-react";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ReviewWeekState } from "@/lib/queries/reviews";

const STATES = {
  HELD: { tone: "good", words: "Held", icon: <IconCircleCheck stroke={2} /> },
  OPEN: { tone: "info", words: "Open", icon: <IconPlayerPlay stroke={2} /> },
  DUE: { tone: "watch", words: "Not held yet", icon: <IconClockHour4 stroke={2} /> },
  MISSED: { tone: "bad", words: "Missed", icon: <IconAlertTriangle stroke={2} /> },
} as const;

export function WeekState({ state, size = "sm" }: { state: ReviewWeekState; size?: "sm" | "lg" }) {
  const { tone, words, icon } = STATES[state];
  return (
    <ToneBadge tone={tone} icon={icon} size={size}>
      {words}
    </ToneBadge>
  );
}
