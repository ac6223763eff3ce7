import { CAMPAIGN_ENTRIES } from "./catalogue-campaigns";
import { CONTENT_ENTRIES } from "./catalogue-content";
import type { CatalogueEntry } from "./catalogue-entry";
import { PRICING_ENTRIES } from "./catalogue-pricing";
import { SALES_ENTRIES } from "./catalogue-sales";

/** Every idea that the kernel has by itself. Adding one is adding a row. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...CAMPAIGN_ENTRIES,
  ...SALES_ENTRIES,
  ...PRICING_ENTRIES,
  ...CONTENT_ENTRIES,
];
