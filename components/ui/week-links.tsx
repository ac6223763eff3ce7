import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { formatDate } from "./format";
import { LinkButton } from "./link-button";

/** To the week before and after; a week that is not there has no link. `hrefOf` turns a Monday into an address. */
export function WeekLinks({
  before,
  after,
  hrefOf,
}: {
  before: string | null;
  after: string | null;
  hrefOf: (monday: string) => string;
}) {
  return (
    <>
      {before && (
        <LinkButton
          href={hrefOf(before)}
          variant="default"
          size="sm"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          aria-label={`Week before: ${formatDate(before)}`}
        >
          Week before
        </LinkButton>
      )}
      {after && (
        <LinkButton
          href={hrefOf(after)}
          variant="default"
          size="sm"
          rightSection={<IconChevronRight size={16} aria-hidden />}
          aria-label={`Week after: ${formatDate(after)}`}
        >
          Week after
        </LinkButton>
      )}
    </>
  );
}
