import { IconAlertTriangle, IconLetterCase, IconPlus, type TablerIcon } from "@tabler/icons-react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ChangeClass } from "@/kernel/enforcement";
import { CHANGE_CLASS_WORDS } from "./policy-words";

const LOOKS: Record<ChangeClass, { tone: Tone; icon: TablerIcon }> = {
  breaking: { tone: "watch", icon: IconAlertTriangle },
  minor: { tone: "info", icon: IconPlus },
  patch: { tone: "neutral", icon: IconLetterCase },
};

/** How much a change weighs. */
export function PolicyClassBadge({
  weight,
  size = "sm",
}: {
  weight: ChangeClass;
  size?: "sm" | "md" | "lg";
}) {
  const { tone, icon: Icon } = LOOKS[weight];
  return (
    <ToneBadge tone={tone} icon={<Icon stroke={2} />} size={size}>
      {CHANGE_CLASS_WORDS[weight].name}
    </ToneBadge>
  );
}
