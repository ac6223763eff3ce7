import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconHelpCircle,
  IconPencil,
  IconRefreshAlert,
  IconShieldCheck,
  IconShieldExclamation,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { Mode, TriggerState } from "@/kernel/enforcement/vocabulary";

export type RequestStatus = "DRAFT" | "PENDING" | "BLOCKED" | "STALE" | "APPROVED" | "DENIED" | "WITHDRAWN";

type Look = { tone: Tone; icon: TablerIcon; word: string };

/** Never colour alone: every state has its own shape and its word. */
const LOOKS = {
  PASS: { tone: "good", icon: IconCircleCheck, word: "Pass" },
  WATCH: { tone: "watch", icon: IconAlertTriangle, word: "Watch" },
  FAIL: { tone: "bad", icon: IconCircleX, word: "Fail" },
  UNKNOWN: { tone: "unknown", icon: IconHelpCircle, word: "Unknown" },
  NORMAL: { tone: "good", icon: IconShieldCheck, word: "Normal" },
  DEFENSIVE: { tone: "bad", icon: IconShieldExclamation, word: "Defensive" },
  ALLOWED: { tone: "good", icon: IconCircleCheck, word: "Allowed" },
  DRAFT: { tone: "neutral", icon: IconPencil, word: "Draft" },
  PENDING: { tone: "info", icon: IconClockPause, word: "Waits for signatures" },
  BLOCKED: { tone: "bad", icon: IconBan, word: "Blocked" },
  STALE: { tone: "watch", icon: IconRefreshAlert, word: "Stale" },
  APPROVED: { tone: "good", icon: IconCircleCheck, word: "Approved" },
  DENIED: { tone: "bad", icon: IconCircleX, word: "Denied" },
  WITHDRAWN: { tone: "neutral", icon: IconArrowBackUp, word: "Withdrawn" },
} as const satisfies Record<string, Look>;

export type BadgeState = TriggerState | Mode | RequestStatus | "ALLOWED" | "BLOCKED";

/** A state, mode, verdict or request status: icon, word and colour. `label` replaces the word, not the icon. */
export function StateBadge({
  state,
  label,
  size = "sm",
}: {
  state: BadgeState;
  label?: string;
  size?: "sm" | "md" | "lg";
}) {
  const look: Look = LOOKS[state];
  const Icon = look.icon;
  return (
    <ToneBadge tone={look.tone} icon={<Icon stroke={2} />} size={size}>
      {label ?? look.word}
    </ToneBadge>
  );
}

export function toneOf(state: BadgeState): Tone {
  return LOOKS[state].tone;
}

export function wordOf(state: BadgeState): string {
  return LOOKS[state].word;
}
