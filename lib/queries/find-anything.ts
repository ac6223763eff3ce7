import { inTenant } from "../db/tenant-transaction";
import { findCycles, findPacks, findPolicies, findScenarios } from "./find-records";
import type { FindSource } from "./find-source";
import { findCodes, findDecisions, findPeople, findRequests, findTriggers } from "./find-work";
import { boundGroups, type FoundGroup } from "./found-groups";
import { searchWords } from "./search-words";
import type { Person } from "./waiting";

/** Where is looked, in the order in which it is shown. Another source is one function and one line here. */
const SOURCES = {
  Requests: findRequests,
  Triggers: findTriggers,
  Decisions: findDecisions,
  People: findPeople,
  "Reason codes": findCodes,
  Policy: findPolicies,
  Cycles: findCycles,
  Scenarios: findScenarios,
  "Board packs": findPacks,
} as const satisfies Record<string, FindSource>;

const SHORTEST_SEARCH = 2;

/**
 * Whatever of the company a person may see that says each word of the search: at most eight of a kind and thirty in all.
 * One transaction, one statement a source, each bounded whatever the company's size.
 */
export async function findAnything(person: Person, text: string): Promise<FoundGroup[]> {
  const words = searchWords(text);
  if (words.join("").length < SHORTEST_SEARCH && !words.some((word) => /\d/.test(word))) return [];
  const groups = await inTenant(person, async (tx) => {
    const found: FoundGroup[] = [];
    for (const [group, look] of Object.entries(SOURCES)) {
      const items = await look({ tx, person, words });
      if (items.length > 0) found.push({ group, items });
    }
    return found;
  });
  const isNamed = ({ items }: FoundGroup) => Number(items[0]?.isExact === true);
  return boundGroups(groups.toSorted((one, other) => isNamed(other) - isNamed(one)));
}
