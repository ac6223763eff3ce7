import { Stack, Text } from "@mantine/core";
import { IconClockPause, IconSignature, IconSignatureOff } from "@tabler/icons-react";
import { StateBadge } from "@/components/governance/state-badge";
import { Moment } from "@/components/ui/moment";
import type { RequestPage, SignatureShown } from "@/lib/queries/request";
import classes from "./request-page.module.css";

/** Who has signed, on what they saw, and who is awaited. */
export function Signatures({ page }: { page: RequestPage }) {
  const { signatures, signing, status } = page;
  const isOpen = status === "PENDING" || status === "BLOCKED" || status === "STALE";
  const awaits = isOpen ? signing.awaits : [];
  if (signatures.length === 0 && awaits.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nobody has signed, and nobody's signature is awaited.
      </Text>
    );
  return (
    <Stack gap="sm">
      <ul className={classes.plain}>
        {signatures.map((signature) => (
          <li key={signature.id}>
            <Signed signature={signature} />
          </li>
        ))}
        {awaits.map(({ role, holders }) => (
          <li key={role} className={classes.line}>
            <IconClockPause size={18} aria-hidden color="var(--tone-info-text)" />
            <Text size="sm">
              <strong>{role}</strong> {signing.requiredRoles.length > 0 ? "is required" : "may sign"}
              <Text span size="sm" c="dimmed">
                {holders.length > 0
                  ? ` · ${holders.join(", ")}`
                  : " · nobody but the requester holds this role, so nobody can sign as it"}
              </Text>
            </Text>
          </li>
        ))}
      </ul>
      {signing.requiredRoles.length === 0 && awaits.length > 1 ? (
        <Text size="xs" c="dimmed">
          One of them is enough.
        </Text>
      ) : null}
    </Stack>
  );
}

function Signed({ signature }: { signature: SignatureShown }) {
  const { role, by, onBehalfOf, secondFactor, at, verdict, reason, counts, revision, saw, changed } =
    signature;
  const Icon = verdict === "DENY" ? IconSignatureOff : IconSignature;
  return (
    <div className={classes.line}>
      <Icon
        size={18}
        aria-hidden
        color={verdict === "DENY" ? "var(--tone-bad-text)" : "var(--tone-good-text)"}
      />
      <div>
        <Text size="sm">
          <strong>{role}</strong> {verdict === "DENY" ? "denied" : "signed"} · {by}
          {onBehalfOf ? ` for ${onBehalfOf}` : ""}
        </Text>
        <Text size="xs" c="dimmed">
          <Moment at={at} />
          {secondFactor ? " · with a second factor" : ""}
          {counts || verdict === "DENY" ? "" : ` · on revision ${revision}, no longer counts`}
        </Text>
        {reason ? <Text size="sm">“{reason}”</Text> : null}
        <Text size="xs" c="dimmed">
          Saw {saw.cycleKey ? `cycle ${saw.cycleKey}` : "no closed cycle"} in {saw.mode} mode
          {changed.length === 0 ? "; the same holds now." : "; since then:"}
        </Text>
        {changed.length > 0 ? <Changed changed={changed} /> : null}
      </div>
    </div>
  );
}

/** What the approver saw beside what holds now. */
function Changed({ changed }: { changed: SignatureShown["changed"] }) {
  return (
    <table className={classes.changes}>
      <caption className="visually-hidden">What has changed since the signature</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">What</span>
          </th>
          <th scope="col">Seen</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(({ what, name, saw, now }) => (
          <tr key={what}>
            <th scope="row" title={name}>
              {what}
            </th>
            <td>
              <StateBadge state={saw} />
            </td>
            <td>
              <StateBadge state={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
