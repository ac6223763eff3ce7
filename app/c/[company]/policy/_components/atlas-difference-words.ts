import { formatCount, formatNumber } from "@/components/ui/format";
import type { PolicyAtlasDifference } from "@/lib/queries/policy-atlas-difference";
import { shareInWords } from "../atlas/_components/atlas-words";

/** How much flips, of how much. */
export function countsInWords({
  cells,
  classes,
  situations,
}: Pick<PolicyAtlasDifference, "cells" | "classes" | "situations">): string {
  const whole = `${formatCount(classes, "class", "classes")} of request in ${formatNumber(situations)} situations`;
  const reasons =
    cells.reasonsOnly === 0
      ? ""
      : ` In ${shareInWords(cells.reasonsOnly, cells.all)} the verdict stays and other rules or codes give it.`;
  if (cells.opened + cells.closed === 0) return `No verdict differs anywhere: ${whole}.${reasons}`;
  const said = [
    ...(cells.opened > 0 ? [`${shareInWords(cells.opened, cells.all)} become looser`] : []),
    ...(cells.closed > 0 ? [`${shareInWords(cells.closed, cells.all)} become stricter`] : []),
  ];
  return `Of ${whole}, ${said.join(" and ")}.${reasons}`;
}

/** `Looser in 12 combinations of request and situation, stricter in none.` */
export function gateCountsInWords({
  looser,
  stricter,
}: Pick<PolicyAtlasDifference["gates"][number], "looser" | "stricter">): string {
  const said = (count: number) => (count === 0 ? "none" : formatNumber(count));
  return `Looser in ${said(looser)}, stricter in ${said(stricter)} of its combinations of request and situation.`;
}

/** Where the classes flip: how often, and when. */
export function flipInWords(
  {
    situations,
    regions,
    moreRegions,
  }: Pick<PolicyAtlasDifference["gates"][number]["flips"][number], "situations" | "regions" | "moreRegions">,
  all: number,
): string {
  const more = moreRegions === 0 ? "" : `; and ${formatCount(moreRegions, "further case")}`;
  return `In ${formatCount(situations, "situation")} (${shareInWords(situations, all)}), when ${regions.join("; or when ")}${more}.`;
}
