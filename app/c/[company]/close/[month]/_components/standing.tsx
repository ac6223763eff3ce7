import {
  IconCalendarPause,
  IconCircleCheck,
  IconHelpCircle,
  IconHourglassLow,
  IconTrendingUp,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { FigureNature, RunningFigure, RunningStanding } from "@/lib/queries/close-running";

const LOOKS: Record<RunningStanding, { tone: Tone; icon: TablerIcon; word: string }> = {
  LACKING: { tone: "watch", icon: IconHelpCircle, word: "Missing already" },
  TO_COME: { tone: "info", icon: IconHourglassLow, word: "To come" },
  SO_FAR: { tone: "info", icon: IconTrendingUp, word: "So far" },
  STANDS: { tone: "good", icon: IconCircleCheck, word: "Stands" },
  AT_THE_END: { tone: "neutral", icon: IconCalendarPause, word: "Month's end" },
};

/** Where a figure of the running month stands; none of it is a fault. */
export function StandingBadge({ standing }: { standing: RunningStanding }) {
  const { tone, icon: Icon, word } = LOOKS[standing];
  return (
    <ToneBadge tone={tone} icon={<Icon stroke={2} />} size="sm">
      {word}
    </ToneBadge>
  );
}

const LACKING: Readonly<Record<FigureNature, string>> = {
  SETTING: "It is not set.",
  EARLIER: "The figure of that earlier month is missing.",
  DAY: "Nothing recent enough tells it today.",
  FLOW: "An earlier month is missing.",
  WHOLE: "An earlier month is missing.",
  SUPPLIED: "Somebody supplies it.",
};

/** Why a figure stands as it does, where its badge does not say it all. */
export function standingInWords({
  standing,
  nature,
}: Pick<RunningFigure, "standing" | "nature">): string | null {
  if (standing === "LACKING") return LACKING[nature];
  if (standing === "SO_FAR" && nature === "DAY") return "The month's last day counts.";
  if (standing !== "AT_THE_END") return null;
  return nature === "SUPPLIED" ? "Supplied by hand then." : "Reckoned from whole months.";
}
