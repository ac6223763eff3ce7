import {
  IconAlarm,
  IconCalendarDue,
  IconHourglassLow,
  IconLock,
  IconLockCheck,
  IconLockOpen,
  IconMessageExclamation,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CloseStage } from "@/lib/queries/close-stage";

const LOOKS: Record<CloseStage, { tone: Tone; icon: TablerIcon; word: string }> = {
  RUNNING: { tone: "neutral", icon: IconHourglassLow, word: "Month runs" },
  DUE: { tone: "info", icon: IconCalendarDue, word: "To be closed" },
  OVERDUE: { tone: "bad", icon: IconAlarm, word: "Overdue" },
  CLOSED: { tone: "watch", icon: IconLock, word: "Closed, not certified" },
  REOPENED: { tone: "watch", icon: IconLockOpen, word: "Reopened" },
  CERTIFIED: { tone: "good", icon: IconLockCheck, word: "Certified" },
  COMMENTARY_OUTSTANDING: {
    tone: "watch",
    icon: IconMessageExclamation,
    word: "Certified, commentary outstanding",
  },
};

export function StageBadge({ stage, size = "sm" }: { stage: CloseStage; size?: "sm" | "md" | "lg" }) {
  const { tone, icon: Icon, word } = LOOKS[stage];
  return (
    <ToneBadge tone={tone} icon={<Icon stroke={2} />} size={size}>
      {word}
    </ToneBadge>
  );
}
