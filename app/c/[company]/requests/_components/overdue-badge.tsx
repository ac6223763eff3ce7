import { IconClockExclamation } from "@tabler/icons-react";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";

/** Of a request whose last day to be signed is over; a list says no more than that. */
export function OverdueBadge({ since }: { since?: string }) {
  return (
    <ToneBadge tone="bad" size="sm" icon={<IconClockExclamation />}>
      {since === undefined ? (
        "Overdue"
      ) : (
        <>
          Overdue since <Moment at={since} show="date" />
        </>
      )}
    </ToneBadge>
  );
}
