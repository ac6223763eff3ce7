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
import type { Mode, TriggerState } from "@/kernel/enforcement";
import classes from "./state-badge.module.css";

export type Tone = "good" | "caution" | "bad" | "unknown" | "info";
export type RequestStatus = "DRAFT" | "PENDING" | "BLOCKED" | "STALE" | "APPROVED" | "DENIED" | "WITHDRAWN";

type Look = { tone: Tone; icon: TablerIcon; word: string };

/** Never colour alone: every state has its own shape and its word. */
const LOOKS = {
  PASS: { tone: "good", icon: IconCircleCheck, word: "Pass" },
  WATCH: { tone: "caution", icon: IconAlertTriangle, word: "Watch" },
  FAIL: { tone: "bad", icon: IconCircleX, word: "Fail" },
  UNKNOWN: { tone: "unknown", icon: IconHelpCircle, word: "Unknown" },
  NORMAL: { tone: "good", icon: IconShieldCheck, word: "Normal" },
  DEFENSIVE: { tone: "bad", icon: IconShieldExclamation, word: "Defensive" },
  ALLOWED: { tone: "good", icon: IconCircleCheck, word: "Allowed" },
  DRAFT: { tone: "unknown", icon: IconPencil, word: "Draft" },
  PENDING: { tone: "info", icon: IconClockPause, word: "Waits for signatures" },
  BLOCKED: { tone: "bad", icon: IconBan, word: "Blocked" },
  STALE: { tone: "caution", icon: IconRefreshAlert, word: "Stale" },
  APPROVED: { tone: "good", icon: IconCircleCheck, word: "Approved" },
  DENIED: { tone: "bad", icon: IconCircleX, word: "Denied" },
  WITHDRAWN: { tone: "unknown", icon: IconArrowBackUp, word: "Withdrawn" },
} as const satisfies Record<string, Look>;

export type BadgeState = TriggerState | Mode | RequestStatus | "ALLOWED" | "BLOCKED";

/** A state, mode, verdict or request status: icon, word and colour. `label` replaces the word, not the icon. */
export function StateBadge({
  state,
  label,
  size = "small",
}: {
  state: BadgeState;
  label?: string;
  size?: "small" | "large";
}) {
  const look: Look = LOOKS[state];
  const Icon = look.icon;
  return (
    <span
      className={`${classes.badge} ${classes[look.tone]} ${size === "large" ? classes.large : ""}`}
      data-state={state}
    >
      <Icon size={size === "large" ? 20 : 14} stroke={2} aria-hidden />
      {label ?? look.word}
    </span>
  );
}

export function toneOf(state: BadgeState): Tone {
  return LOOKS[state].tone;
}

export function wordOf(state: BadgeState): string {
  return LOOKS[state].word;
}
