import {
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconHistory,
  IconPencil,
  IconPencilCheck,
  IconSignature,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import { type PolicyStage, STAGE_WORDS } from "./policy-words";

const LOOKS: Record<PolicyStage, { tone: Tone; icon: TablerIcon }> = {
  DRAFT: { tone: "neutral", icon: IconPencil },
  VALIDATED: { tone: "neutral", icon: IconPencilCheck },
  PROPOSED: { tone: "info", icon: IconClockPause },
  SIGNED: { tone: "info", icon: IconSignature },
  ACTIVE: { tone: "good", icon: IconCircleCheck },
  SUPERSEDED: { tone: "neutral", icon: IconHistory },
  DECLINED: { tone: "bad", icon: IconCircleX },
  WITHDRAWN: { tone: "neutral", icon: IconArrowBackUp },
  DISCARDED: { tone: "neutral", icon: IconTrash },
};

/** Where a version of the policy stands: icon, word and colour. */
export function PolicyStageBadge({ stage, size = "sm" }: { stage: PolicyStage; size?: "sm" | "md" | "lg" }) {
  const { tone, icon: Icon } = LOOKS[stage];
  return (
    <ToneBadge tone={tone} icon={<Icon stroke={2} />} size={size}>
      {STAGE_WORDS[stage].word}
    </ToneBadge>
  );
}
