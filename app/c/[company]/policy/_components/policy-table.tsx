import { IconSignature } from "@tabler/icons-react";
import { PolicyClassBadge } from "@/components/governance/policy-class-badge";
import { PolicyStageBadge } from "@/components/governance/policy-stage-badge";
import { versionInWords } from "@/components/governance/policy-words";
import { DataTable } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { PolicyLine } from "@/lib/queries/policy-versions";
import classes from "./policy.module.css";
import { PolicyHash } from "./policy-hash";
import { peopleOf } from "./policy-people";

/** Versions, newest first: what each is, how much it changed, who had a hand in it, and when it was in force. */
export function PolicyTable({ versions, policy }: { versions: readonly PolicyLine[]; policy: string }) {
  return (
    <DataTable
      caption="Versions of the policy, newest first"
      minWidth={860}
      rows={versions}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "version",
          header: "Version",
          names: true,
          cell: ({ id, version, title, hash }) => (
            <div className={classes.title}>
              <TextLink href={`${policy}/versions/${id}`} size="sm" fw={600}>
                {versionInWords(version)}
              </TextLink>
              {title === "" ? null : (
                <p className={classes.note} title={title}>
                  {title}
                </p>
              )}
              <PolicyHash hash={hash} of={versionInWords(version).toLowerCase()} />
            </div>
          ),
        },
        {
          key: "status",
          header: "Status",
          cell: ({ stage, waitsForYou }) => (
            <div className={classes.badges}>
              <PolicyStageBadge stage={stage} />
              {waitsForYou && (
                <ToneBadge tone="watch" icon={<IconSignature stroke={2} />} size="sm">
                  Waits for your signature
                </ToneBadge>
              )}
            </div>
          ),
        },
        {
          key: "class",
          header: "Change",
          cell: ({ changeClass }) => (changeClass ? <PolicyClassBadge weight={changeClass} /> : "—"),
        },
        {
          key: "people",
          header: "Who and when",
          cell: (line) => (
            <ul className={classes.people}>
              {peopleOf(line).map(({ what, by, at }) => (
                <li key={what}>
                  {what}
                  {by ? ` by ${by}` : ""}{" "}
                  <span className={classes.when}>
                    <Moment at={at} show="date" />
                  </span>
                </li>
              ))}
            </ul>
          ),
        },
        {
          key: "force",
          header: "In force",
          cell: ({ activatedAt, endedAt }) =>
            activatedAt ? (
              <div className={classes.span}>
                from <Moment at={activatedAt} show="date" />
                {endedAt ? (
                  <>
                    <br />
                    until <Moment at={endedAt} show="date" />
                  </>
                ) : null}
              </div>
            ) : (
              "—"
            ),
        },
      ]}
    />
  );
}
