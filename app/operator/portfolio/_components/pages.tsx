import { Group, Text } from "@mantine/core";
import { formatNumber } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import type { Portfolio, PortfolioFilter } from "@/lib/queries/portfolio";
import { portfolioHref } from "./portfolio-address";

export function Pages({
  portfolio: { page, pages },
  filter,
}: {
  portfolio: Pick<Portfolio, "page" | "pages">;
  filter: PortfolioFilter;
}) {
  if (pages === 1) return null;
  return (
    <Group component="nav" aria-label="Pages of the list" gap="sm">
      {page > 1 && (
        <LinkButton href={portfolioHref(filter, { page: page - 1 })} variant="default" size="sm">
          Page before
        </LinkButton>
      )}
      <Text size="sm" c="dimmed">
        Page {formatNumber(page)} of {formatNumber(pages)}
      </Text>
      {page < pages && (
        <LinkButton href={portfolioHref(filter, { page: page + 1 })} variant="default" size="sm">
          Next page
        </LinkButton>
      )}
    </Group>
  );
}
