import { IconSignature } from "@tabler/icons-react";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import classes from "./policy-proposal-note.module.css";
import { versionInWords } from "./policy-words";

type Proposal = {
  id: string;
  version: string;
  title: string;
  proposed: { by: string | null } | null;
  isSigned: boolean;
  waitsForYou: boolean;
};

/** The proposed version where it concerns somebody: it waits for their signature, or comes into force. */
export function PolicyProposalNote({ proposal, policy }: { proposal: Proposal | null; policy: string }) {
  if (!proposal) return null;
  const { id, version, title, proposed, isSigned, waitsForYou } = proposal;
  const href = `${policy}/versions/${id}`;
  if (isSigned)
    return (
      <p className={classes.note}>
        <span>
          Policy{" "}
          <TextLink href={href} inherit underline="always">
            {versionInWords(version).toLowerCase()}
          </TextLink>{" "}
          has been signed by the CFO and the CEO. It comes into force with the next cycle that closes.
        </span>
      </p>
    );
  if (!waitsForYou) return null;
  return (
    <section className={classes.note} data-urgent aria-label="A policy waits for your signature">
      <p className={classes.words}>
        <strong>
          <IconSignature size={18} aria-hidden /> Policy {versionInWords(version).toLowerCase()} waits for
          your signature.
        </strong>
        {[title, proposed?.by && `proposed by ${proposed.by}`].filter(Boolean).join(", ")}
      </p>
      <LinkButton href={href}>Read and sign</LinkButton>
    </section>
  );
}
