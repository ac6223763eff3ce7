import { Code } from "@mantine/core";
import { Facts } from "@/components/ui/facts";
import { formatMoney } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { LogEntryPage } from "@/lib/queries/decision-log-entry";
import { kindWords, sourceWords } from "./log-words";

/** Who, when, under which policy, and whatever else was logged. */
export function EntryFacts({ entry }: { entry: LogEntryPage }) {
  const { actor } = entry;
  return (
    <Section title="Entry">
      <Facts
        items={[
          { label: "Kind", value: kindWords(entry.kind) },
          { label: "When", value: <Moment at={entry.occurredAt} /> },
          {
            label: "Who",
            value: actor.role && actor.role !== actor.name ? `${actor.name} (${actor.role})` : actor.name,
          },
          { label: "Source", value: sourceWords(entry.source) },
          { label: "Policy version", value: entry.policyVersion ?? "—" },
          { label: "Policy hash", value: entry.policyHash ?? "—" },
          { label: "Kernel version", value: entry.kernelVersion ?? "—" },
          ...Object.entries(entry.facts).map(factOf),
        ]}
      />
    </Section>
  );
}

function factOf([name, value]: [string, unknown]) {
  if (name.endsWith("_usd") && typeof value === "number") {
    return { label: factWords(name.slice(0, -"_usd".length)), value: formatMoney(value) };
  }
  return { label: factWords(name), value: factValue(value) };
}

function factWords(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function factValue(value: unknown) {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return "—";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) return value.join(", ");
  if (typeof value !== "object") return String(value);
  return (
    <Code block mah={320} style={{ overflow: "auto" }} tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </Code>
  );
}
