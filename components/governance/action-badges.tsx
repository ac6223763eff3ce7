import {
  IconArrowBackUp,
  IconArrowDownRight,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconCoins,
  IconDatabaseExclamation,
  IconFilter,
  IconHandStop,
  IconHourglass,
  IconMinus,
  IconPlayerPlay,
  IconSpeakerphone,
  IconTrendingUp,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { BindingConstraint, RESULT_OUTCOMES } from "@/kernel/revenue/contract";
import { CONSTRAINT_WORDS } from "./metric-words";

export type ActionStatus =
  | "pending"
  | "awaiting_signoff"
  | "executing"
  | "completed"
  | "failed"
  | "aborted"
  | "reverted";

type Look = { tone: Tone; icon: TablerIcon; word: string };
type Size = "sm" | "md" | "lg";

const STATUS_LOOKS: Record<ActionStatus, Look> = {
  pending: { tone: "neutral", icon: IconHourglass, word: "About to run" },
  awaiting_signoff: { tone: "info", icon: IconClockPause, word: "Waits for a signature" },
  executing: { tone: "info", icon: IconPlayerPlay, word: "Under observation" },
  completed: { tone: "good", icon: IconCircleCheck, word: "Completed" },
  failed: { tone: "bad", icon: IconCircleX, word: "Failed" },
  aborted: { tone: "watch", icon: IconHandStop, word: "Stopped" },
  reverted: { tone: "neutral", icon: IconArrowBackUp, word: "Taken back" },
};

/** Where an action has got to: icon, word and colour. */
export function ActionStatusBadge({ status, size = "sm" }: { status: ActionStatus; size?: Size }) {
  const { tone, icon: Icon, word } = STATUS_LOOKS[status];
  return (
    <ToneBadge tone={tone} icon={<Icon stroke={2} />} size={size}>
      {word}
    </ToneBadge>
  );
}

export function actionStatusWord(status: ActionStatus): string {
  return STATUS_LOOKS[status].word;
}

export type ResultOutcome = (typeof RESULT_OUTCOMES)[number];

const OUTCOME_LOOKS: Record<ResultOutcome, Look> = {
  improved: { tone: "good", icon: IconTrendingUp, word: "Improved" },
  no_change: { tone: "neutral", icon: IconMinus, word: "No change" },
  hurt: { tone: "bad", icon: IconArrowDownRight, word: "Hurt" },
};

/** What became of the metric: better, as before, worse. */
export function OutcomeBadge({ outcome }: { outcome: ResultOutcome }) {
  const { tone, icon: Icon, word } = OUTCOME_LOOKS[outcome];
  return (
    <ToneBadge tone={tone} icon={<Icon stroke={2} />} size="sm">
      {word}
    </ToneBadge>
  );
}

const CONSTRAINT_ICONS: Record<BindingConstraint, TablerIcon> = {
  demand: IconSpeakerphone,
  conversion: IconFilter,
  economics: IconCoins,
  data_quality: IconDatabaseExclamation,
};

/** What holds the company back. */
export function ConstraintBadge({ constraint, size = "sm" }: { constraint: BindingConstraint; size?: Size }) {
  const Icon = CONSTRAINT_ICONS[constraint];
  return (
    <ToneBadge tone={constraint === "data_quality" ? "watch" : "info"} icon={<Icon stroke={2} />} size={size}>
      {CONSTRAINT_WORDS[constraint]}
    </ToneBadge>
  );
}
