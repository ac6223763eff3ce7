import { IconCircleDashed } from "@tabler/icons-react";
import { StateBadge } from "@/components/governance/state-badge";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { PortfolioState } from "@/lib/queries/portfolio";

/** The mode of a company at the end of the week, or that its week was not stored. */
export function CompanyState({ state }: { state: PortfolioState }) {
  if (state !== "NONE") return <StateBadge state={state} />;
  return (
    <ToneBadge tone="neutral" icon={<IconCircleDashed stroke={2} />} size="sm">
      Not stored
    </ToneBadge>
  );
}
