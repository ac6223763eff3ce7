import type { PackContent, PackException, RoiCase } from "./content";

const STATUSES = ["APPROVED", "DENIED", "WITHDRAWN", "PENDING", "BLOCKED", "STALE"] as const;
const VERDICTS = ["PAID_BACK", "MISSED", "TOO_EARLY", "CANNOT_BE_MEASURED"] as const;

/** How many there are of each status, of all of them and not only of those that a pack lists. */
export function exceptionCounts(
  all: readonly Pick<PackException, "status">[],
): PackContent["exceptionCounts"] {
  return STATUSES.map((status) => ({
    status,
    count: all.filter((each) => each.status === status).length,
  })).filter(({ count }) => count > 0);
}

export function casesDueCounts(all: readonly Pick<RoiCase, "outcome">[]): PackContent["casesDueCounts"] {
  return VERDICTS.map((verdict) => ({
    verdict,
    count: all.filter(({ outcome }) => outcome.verdict === verdict).length,
  })).filter(({ count }) => count > 0);
}
