import { IconClockExclamation } from "@tabler/icons-react";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { RequestDue } from "@/lib/queries/request-due";

/** By when it is to be signed, and whether that is over. */
export function DueTime({ dueOn, isOverdue }: RequestDue) {
  if (!isOverdue)
    return (
      <>
        {" "}
        · to be signed by <Moment at={dueOn} show="date" />
      </>
    );
  return (
    <>
      {" "}
      <ToneBadge tone="bad" size="sm" icon={<IconClockExclamation />}>
        Overdue since <Moment at={dueOn} show="date" />
      </ToneBadge>
    </>
  );
}
