import { Code, Text } from "@mantine/core";
import { IconBan, IconCircleCheck, IconClockX } from "@tabler/icons-react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { Outcome } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import { SCOPE_IN_WORDS } from "@/lib/auth/api-key-format";
import type { ApiKeyRow } from "@/lib/queries/api-keys";

type Revoke = (apiKeyId: string) => Promise<Outcome>;

export function ApiKeyTable({
  keys,
  present,
  revoke,
}: {
  keys: readonly ApiKeyRow[];
  present: Date;
  revoke: Revoke;
}) {
  const columns: Column<ApiKeyRow>[] = [
    {
      key: "name",
      header: "Key",
      names: true,
      cell: (key) => (
        <div style={{ overflowWrap: "anywhere" }}>
          {key.name}
          <Text size="xs" c="dimmed" component="div">
            <Code fz="xs">{key.prefix}</Code>
          </Text>
        </div>
      ),
    },
    { key: "state", header: "State", cell: (key) => <KeyState state={key.state} /> },
    { key: "scopes", header: "May", cell: (key) => key.scopes.map(scopeInWords).join(", ") },
    {
      key: "created",
      header: "Created",
      cell: (key) => (
        <>
          <Moment at={key.createdAt} show="date" />
          <Text size="xs" c="dimmed">
            by {key.createdBy}
          </Text>
        </>
      ),
    },
    {
      key: "used",
      header: "Last used",
      cell: (key) =>
        key.lastUsedAt ? <Moment at={key.lastUsedAt} show="distance" present={present} /> : "never",
    },
    {
      key: "expires",
      header: "Ends",
      cell: (key) => (key.expiresAt ? <Moment at={key.expiresAt} show="date" /> : "when revoked"),
    },
    {
      key: "actions",
      header: <span className="visually-hidden">Actions</span>,
      align: "right",
      cell: (key) =>
        key.state === "REVOKED" ? null : (
          <ConfirmButton
            action={revoke.bind(null, key.id)}
            title={`Revoke "${key.name}"`}
            question="Programs that use this key are refused from the next request on. A revoked key never works again."
            confirmLabel="Revoke the key"
            size="xs"
          >
            Revoke
          </ConfirmButton>
        ),
    },
  ];
  return (
    <DataTable
      caption="API keys of the company"
      columns={columns}
      rows={keys}
      rowKey={(key) => key.id}
      minWidth={860}
    />
  );
}

/** A scope that this version does not know is shown by its name. */
function scopeInWords(scope: string): string {
  return Object.entries(SCOPE_IN_WORDS).find(([known]) => known === scope)?.[1] ?? scope;
}

function KeyState({ state }: { state: ApiKeyRow["state"] }) {
  if (state === "ACTIVE") {
    return (
      <ToneBadge tone="good" size="sm" icon={<IconCircleCheck />}>
        Works
      </ToneBadge>
    );
  }
  const expired = state === "EXPIRED";
  return (
    <ToneBadge tone="unknown" size="sm" icon={expired ? <IconClockX /> : <IconBan />}>
      {expired ? "Expired" : "Revoked"}
    </ToneBadge>
  );
}
