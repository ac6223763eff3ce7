import type { PortfolioFilter } from "@/lib/queries/portfolio";

/** The address of a list; what is as by itself is left out. */
export function portfolioHref(filter: PortfolioFilter, change: Partial<PortfolioFilter>): string {
  const { week, q, state, sort, dir, page } = { ...filter, ...change };
  const given = Object.entries({
    week,
    q,
    state,
    sort: sort === "company" && dir === "asc" ? undefined : sort,
    dir: dir === "asc" ? undefined : dir,
    page: page > 1 ? String(page) : undefined,
  }).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length > 0 ? `/operator/portfolio?${new URLSearchParams(given)}` : "/operator/portfolio";
}
