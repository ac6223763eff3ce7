import { Group, Text } from "@mantine/core";
import { LinkButton } from "@/components/ui/link-button";
import type { InboxFilter } from "@/lib/queries/inbox";

export function InboxPages({
  page,
  pages,
  filter,
  path,
}: {
  page: number;
  pages: number;
  filter: InboxFilter;
  path: string;
}) {
  if (pages === 1) return null;
  const href = (to: number) => {
    const given = Object.entries({ ...filter, page: to === 1 ? undefined : String(to) });
    const query = new URLSearchParams(
      given.flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
    );
    return query.size > 0 ? `${path}?${query}` : path;
  };
  return (
    <Group component="nav" aria-label="Pages of the list" gap="sm">
      {page > 1 ? (
        <LinkButton href={href(page - 1)} variant="default" size="sm">
          Earlier
        </LinkButton>
      ) : null}
      <Text size="sm">
        Page {page} of {pages}
      </Text>
      {page < pages ? (
        <LinkButton href={href(page + 1)} variant="default" size="sm">
          Further
        </LinkButton>
      ) : null}
    </Group>
  );
}
