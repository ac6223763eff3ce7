import { Group, Text } from "@mantine/core";
import { IconClockPause, IconLock, IconRobot } from "@tabler/icons-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { Person } from "@/lib/queries/people";
import { type MemberActions, MemberMenu } from "./member-menu";

type Props = {
  people: readonly Person[];
  roles: readonly string[];
  company: string;
} & Partial<MemberActions>;

/** Present members with what can be done about each; former ones only to be read. */
export function PeopleTable({
  people,
  roles,
  company,
  changeRole,
  endMembership,
  resetPassword,
  resetSecondFactor,
}: Props) {
  const actions = changeRole &&
    endMembership &&
    resetPassword &&
    resetSecondFactor && { changeRole, endMembership, resetPassword, resetSecondFactor };
  const columns: Column<Person>[] = [
    { key: "name", header: "Person", names: true, cell: (person) => <Who person={person} /> },
    {
      key: "role",
      header: "Role",
      cell: (person) => (person.team ? `${person.role} · ${person.team}` : person.role),
    },
    { key: "since", header: "Since", cell: (person) => <Moment at={person.joinedAt} show="date" /> },
    actions
      ? {
          key: "actions",
          header: <span className="visually-hidden">Actions</span>,
          align: "right",
          cell: (person) =>
            person.isViewer || person.isService ? (
              <Text size="sm" c="dimmed">
                {person.isViewer ? "You" : "Cannot be changed"}
              </Text>
            ) : (
              <MemberMenu
                userId={person.userId}
                name={person.name}
                role={person.role}
                team={person.team}
                roles={roles}
                company={company}
                {...actions}
              />
            ),
        }
      : { key: "left", header: "Until", cell: (person) => <Moment at={person.leftAt} show="date" /> },
  ];
  return (
    <DataTable
      caption={actions ? "People of the company" : "Former members of the company"}
      columns={columns}
      rows={people}
      rowKey={(person) => person.userId}
      minWidth={620}
    />
  );
}

function Who({ person }: { person: Person }) {
  return (
    <div style={{ overflowWrap: "anywhere" }}>
      <Group gap="xs">
        <span>{person.name}</span>
        {person.invited && person.leftAt === null && (
          <ToneBadge tone="watch" size="sm" icon={<IconClockPause />}>
            First password not changed
          </ToneBadge>
        )}
        {person.disabled && (
          <ToneBadge tone="bad" size="sm" icon={<IconLock />}>
            Disabled
          </ToneBadge>
        )}
        {person.isService && (
          <ToneBadge tone="neutral" size="sm" icon={<IconRobot />}>
            Service
          </ToneBadge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {person.isService ? "Asks at the gates, signs nothing, cannot sign in" : person.email}
      </Text>
    </div>
  );
}
