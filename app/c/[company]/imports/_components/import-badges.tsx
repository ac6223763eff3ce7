import {
  IconAlertTriangle,
  IconArchive,
  IconArrowBackUp,
  IconCircleCheck,
  IconCopy,
  IconEqual,
  IconHelpCircle,
  IconHourglass,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { Fate } from "@/lib/imports/fates";
import { FATE_WORDS, type ImportStage, STAGES } from "./import-words";

const STAGE_ICONS: Record<ImportStage, ReactNode> = {
  READING: <IconHourglass stroke={2} />,
  ASKS: <IconHelpCircle stroke={2} />,
  FAULTY: <IconAlertTriangle stroke={2} />,
  NOTHING_NEW: <IconEqual stroke={2} />,
  READY: <IconPlayerPlay stroke={2} />,
  APPLIED: <IconCircleCheck stroke={2} />,
  UNDONE: <IconArrowBackUp stroke={2} />,
  ABANDONED: <IconArchive stroke={2} />,
};

export function StageBadge({ stage, size = "sm" }: { stage: ImportStage; size?: "sm" | "md" }) {
  const { words, tone } = STAGES[stage];
  return (
    <ToneBadge tone={tone} icon={STAGE_ICONS[stage]} size={size}>
      {words}
    </ToneBadge>
  );
}

const FATE_ICONS: Record<Fate, ReactNode> = {
  NEW: <IconPlus stroke={2} />,
  SAME: <IconEqual stroke={2} />,
  RESTATES: <IconRefresh stroke={2} />,
  DUPLICATE: <IconCopy stroke={2} />,
  FAULT: <IconAlertTriangle stroke={2} />,
};

export function FateBadge({ fate }: { fate: Fate }) {
  const { words, tone } = FATE_WORDS[fate];
  return (
    <ToneBadge tone={tone} icon={FATE_ICONS[fate]} size="sm">
      {words}
    </ToneBadge>
  );
}
