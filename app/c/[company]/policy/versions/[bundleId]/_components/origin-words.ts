import { formatDateTime } from "@/components/ui/format";
import type { PolicyHead } from "@/lib/queries/policy-head";

type Life = Pick<PolicyHead, "drafted" | "edited" | "proposed" | "activatedAt">;

/** Where a version comes from that was not copied from another. */
export function originInWords({ drafted, edited, proposed, activatedAt }: Life): string {
  if (activatedAt && !proposed) return "The company began with it.";
  const by = drafted.by ? ` by ${drafted.by}` : "";
  const came = `Brought in from a file${by} on ${formatDateTime(drafted.at)}. The name of the file is not kept.`;
  if (!edited || edited.at <= drafted.at) return came;
  return `${came} It was edited after that, last${edited.by ? ` by ${edited.by}` : ""} on ${formatDateTime(edited.at)}.`;
}
