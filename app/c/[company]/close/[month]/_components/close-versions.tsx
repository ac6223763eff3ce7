import { IconLock, IconLockCheck, IconLockOpen } from "@tabler/icons-react";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CloseVersion } from "@/lib/queries/close-month";

export function CloseVersions({ versions }: { versions: readonly CloseVersion[] }) {
  if (versions.length === 0) return null;
  return (
    <Section title="Versions" description="Newest first. Nothing is rewritten; the newest closed one counts.">
      <DataTable
        caption="Versions of the close"
        minWidth={680}
        rows={versions}
        rowKey={({ id }) => id}
        columns={[
          { key: "version", header: "Version", names: true, cell: ({ version }) => version },
          { key: "status", header: "Status", cell: (version) => <Status version={version} /> },
          { key: "at", header: "When", cell: ({ at }) => <Moment at={at} /> },
          { key: "by", header: "By", cell: ({ by }) => by ?? "the system" },
          { key: "delivered", header: "Delivered", cell: ({ deliveredAt }) => formatDate(deliveredAt) },
          { key: "reason", header: "Why", cell: ({ reason }) => reason ?? "" },
        ]}
      />
    </Section>
  );
}

function Status({ version: { status, isCertified, reasonCodes } }: { version: CloseVersion }) {
  if (status === "OPEN") {
    return (
      <ToneBadge tone="watch" icon={<IconLockOpen stroke={2} />} size="sm">
        Open: {reasonCodes.join(", ")}
      </ToneBadge>
    );
  }
  return isCertified ? (
    <ToneBadge tone="good" icon={<IconLockCheck stroke={2} />} size="sm">
      Certified
    </ToneBadge>
  ) : (
    <ToneBadge tone="neutral" icon={<IconLock stroke={2} />} size="sm">
      Closed, not final
    </ToneBadge>
  );
}
