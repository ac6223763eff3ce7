// What `npm start` asks of the published policy set before it serves: the sentence that says why nothing will be decided,
// or null when the set is the one that was released.
import { publishedSetRefusal } from "@/lib/policy/published-set";

export function policySetRefusal(): string | null {
  return publishedSetRefusal();
}
