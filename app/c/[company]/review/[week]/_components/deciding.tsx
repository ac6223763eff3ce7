import { FailureAlert } from "@/components/ui/failure-alert";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { Result } from "@/lib/failures";
import type { RequestPage } from "@/lib/queries/request";
import { Asked } from "../../../requests/[reference]/_components/asked";
import { RequestVerdict } from "../../../requests/[reference]/_components/request-verdict";
import { Signatures } from "../../../requests/[reference]/_components/signatures";
import { Signing } from "../../../requests/[reference]/_components/signing";
import classes from "./review.module.css";

/** A request that the meeting looks at, as its own page would tell it. */
export type OnTheTable = { reference: string; request: Result<RequestPage> };

/** Where links to the request on the table lead. */
export const TABLE = "on-the-table";

/** One request decided in the meeting: what is asked, what the gate says, and the signature or the no of who is awaited. */
export function Deciding({
  onTheTable: { reference, request },
  slug,
  here,
}: {
  onTheTable: OnTheTable;
  slug: string;
  here: string;
}) {
  const title = request.ok ? ` ${request.value.content.title}` : "";
  return (
    <div id={TABLE} tabIndex={-1} className={classes.onTheTable}>
      <Section
        order={3}
        title={`On the table: ${reference}${title}`}
        actions={
          <LinkButton href={here} variant="default" size="compact-sm">
            Off the table
          </LinkButton>
        }
      >
        {request.ok ? (
          <div className={classes.table}>
            <div className={classes.part}>
              <RequestVerdict page={request.value} codePath={`/c/${slug}/codes`} />
              <Signatures page={request.value} />
              <Signing page={request.value} company={slug} />
              <TextLink href={`/c/${slug}/requests/${reference}`} size="sm" underline="always">
                The whole request, rule by rule
              </TextLink>
            </div>
            <div className={classes.part}>
              <Asked page={request.value} order={4} />
            </div>
          </div>
        ) : (
          <FailureAlert failure={request.failure} />
        )}
      </Section>
    </div>
  );
}
