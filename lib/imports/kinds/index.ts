import { ARR_BRIDGE } from "./arr-bridge";
import { CASH, CASH_FLOW } from "./cash";
import { COGS } from "./cogs";
import { HEADCOUNT } from "./headcount";
import type { Kind } from "./kind";
import { OPEX } from "./opex";
import { OPEX_BUDGET } from "./opex-budget";
import { PIPELINE } from "./pipeline";
import { PIPELINE_STAGES } from "./pipeline-stages";
import { REVENUE } from "./revenue";
import { SPEND } from "./spend";
import { BOOKINGS_TARGETS, TARGETS } from "./targets";

/** What can be imported, in the order in which a new company brings it: plan and definitions first, then the books. */
export const KINDS: readonly Kind[] = [
  TARGETS,
  BOOKINGS_TARGETS,
  OPEX_BUDGET,
  PIPELINE_STAGES,
  ARR_BRIDGE,
  REVENUE,
  COGS,
  OPEX,
  CASH_FLOW,
  CASH,
  HEADCOUNT,
  PIPELINE,
  SPEND,
];

export const KIND_IDS = KINDS.map(({ id }) => id);

export const kindOf = (id: string): Kind | undefined => KINDS.find((kind) => kind.id === id);
