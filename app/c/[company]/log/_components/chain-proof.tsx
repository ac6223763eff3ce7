import { Code, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { Facts } from "@/components/ui/facts";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { LogEntryPage } from "@/lib/queries/decision-log-entry";

/** Whether this entry is what was logged, computed anew as the page was made, and how to see it without us. */
export function ChainProof({ entry, home, slug }: { entry: LogEntryPage; home: string; slug: string }) {
  const { proof, seq } = entry;
  const previous = String(BigInt(seq) - 1n);
  return (
    <Section
      title="Proof"
      actions={
        <LinkButton href={`${home}/log/${seq}`} variant="default" prefetch={false}>
          Verify again
        </LinkButton>
      }
    >
      <Verdict fault={proof.fault} />
      <Facts
        items={[
          { label: "Hash of this entry (SHA-256)", value: proof.hash },
          {
            label: proof.hasPrevious ? `Hash of entry ${previous}` : "Hash before the first entry",
            value: proof.hasPrevious ? (
              <TextLink href={`${home}/log/${previous}`} inherit underline="always">
                {proof.prevHash}
              </TextLink>
            ) : (
              proof.prevHash
            ),
          },
          { label: "Head of the log", value: proof.head ? `${proof.head.seq}:${proof.head.hash}` : "—" },
        ]}
      />
      <Stack gap={6}>
        <Text size="sm">
          Note the head down somewhere else. Whoever has the database can then be checked against it, this
          entry and every other:
        </Text>
        <Code block tabIndex={0} style={{ overflow: "auto" }}>
          {`npm run log:verify -- --tenant ${slug} --head ${proof.head?.seq ?? "N"}:${proof.head?.hash ?? "HASH"}`}
        </Code>
        <Text size="sm">
          Without this application: each line of the JSON Lines export holds an entry byte for byte. The
          SHA-256 of the text between <Code>{'{"entry":'}</Code> and <Code>{',"hash":'}</Code> is the hash
          that follows it.
        </Text>
      </Stack>
    </Section>
  );
}

function Verdict({ fault }: { fault: string | null }) {
  return (
    <Stack gap={6} align="flex-start" role={fault === null ? undefined : "alert"}>
      {fault === null ? (
        <ToneBadge tone="good" icon={<IconCircleCheck stroke={2} />} size="lg">
          This entry verifies
        </ToneBadge>
      ) : (
        <ToneBadge tone="bad" icon={<IconCircleX stroke={2} />} size="lg">
          This entry does not verify
        </ToneBadge>
      )}
      <Text size="sm" maw="75ch">
        {fault ??
          "Its content was hashed anew just now and has the hash it was logged under; it names the hash of the entry before it; what is shown beside it says the same as its content."}
      </Text>
    </Stack>
  );
}
