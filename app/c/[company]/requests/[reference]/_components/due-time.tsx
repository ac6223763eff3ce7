import { Moment } from "@/components/ui/moment";
import type { RequestDue } from "@/lib/queries/request-due";
import { OverdueBadge } from "../../_components/overdue-badge";

/** By when it is to be signed, and whether that is over. */
export function DueTime({ dueOn, isOverdue }: RequestDue) {
  if (isOverdue)
    return (
      <>
        {" "}
        <OverdueBadge since={dueOn} />
      </>
    );
  return (
    <>
      {" "}
      · to be signed by <Moment at={dueOn} show="date" />
    </>
  );
}
