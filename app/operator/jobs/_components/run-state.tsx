import {
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconLoader,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import { RUN_STATES, type RunState as State } from "@/lib/queries/jobs-view";

const LOOKS: Record<State, { tone: Tone; icon: ReactNode }> = {
  failed: { tone: "bad", icon: <IconCircleX /> },
  cut_off: { tone: "bad", icon: <IconPlugConnectedX /> },
  retrying: { tone: "watch", icon: <IconClockPause /> },
  running: { tone: "info", icon: <IconLoader /> },
  completed: { tone: "good", icon: <IconCircleCheck /> },
};

export function RunState({ state }: { state: State }) {
  const { tone, icon } = LOOKS[state];
  return (
    <ToneBadge tone={tone} size="sm" icon={icon}>
      {RUN_STATES[state]}
    </ToneBadge>
  );
}
