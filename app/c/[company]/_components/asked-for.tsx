import { TextLink } from "@/components/ui/link-button";
import type { AskedFor as Asked } from "@/lib/queries/policy-backtest-record";

/**
 * What a decision was about, as a link to where it is read: the request under its reference, or the log entry of what
 * the Revenue OS kernel asked. What came from outside without words of its own keeps the reference it came with.
 */
export function AskedFor({
  reference,
  asked,
  company,
}: {
  reference: string;
  asked: Asked | undefined;
  company: string;
}) {
  if (asked === undefined) return <span style={{ overflowWrap: "anywhere" }}>{reference}</span>;
  const { title, isRequest, logSeq } = asked;
  if (!isRequest)
    return (
      <TextLink href={`${company}/log/${logSeq}`} inherit underline="always">
        {title}
      </TextLink>
    );
  return (
    <span style={{ overflowWrap: "anywhere" }}>
      <TextLink href={`${company}/requests/${reference}`} inherit underline="always">
        {reference}
      </TextLink>{" "}
      {title}
    </span>
  );
}
