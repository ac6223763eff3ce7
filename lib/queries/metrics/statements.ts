import { BOOKS } from "./books";
import { DEALS } from "./deals";
import { LEADS } from "./leads";
import { MEDIA } from "./media";
import { QUALITY } from "./quality";
import type { MetricStatement } from "./statement";

/** Every metric of the dictionary is in exactly one of them. */
export const METRIC_STATEMENTS: readonly MetricStatement[] = [LEADS, DEALS, MEDIA, BOOKS, QUALITY];
