import { formatDate, formatDateTime, formatDistance, type Moment as MomentValue } from "./format";

/** A date or moment in UTC, readable by machines; with `present` it says how long ago. */
export function Moment({
  at,
  show = "datetime",
  present,
}: {
  at: MomentValue | null | undefined;
  show?: "date" | "datetime" | "distance";
  present?: MomentValue;
}) {
  if (at === null || at === undefined) return <span>—</span>;
  const full = formatDateTime(at);
  const text =
    show === "distance" && present !== undefined
      ? formatDistance(at, present)
      : show === "date"
        ? formatDate(at)
        : full;
  return (
    <time dateTime={new Date(at).toISOString()} title={full}>
      {text}
    </time>
  );
}
