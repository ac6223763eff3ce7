import { Text } from "@mantine/core";
import { metricsInText } from "@/components/governance/metric-names";
import { RequestBand } from "@/components/governance/request-band";
import { Facts } from "@/components/ui/facts";
import { formatMoney } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { RequestPage } from "@/lib/queries/request";
import { RequestFacts } from "./request-facts";
import classes from "./request-page.module.css";

/** What is asked for, with its case and the exceptions that it claims. `order` is the level of its headings. */
export function Asked({
  page: { content, criticalRoles },
  order = 2,
}: {
  page: Pick<RequestPage, "content" | "criticalRoles">;
  order?: 2 | 4;
}) {
  return (
    <>
      <Section title="What is asked" order={order}>
        <RequestFacts content={content} criticalRoles={criticalRoles} />
      </Section>
      {content.roi_case ? (
        <Section title="ROI case" order={order}>
          <RequestBand band={content.roi_case.expected_roi_band} unit="times what it costs" />
          <Text size="sm" className={classes.comment}>
            {metricsInText(content.roi_case.summary)}
          </Text>
        </Section>
      ) : null}
      {content.exceptions.map(({ exception_id, offset }) => (
        <Section
          key={exception_id}
          order={order}
          title={exception_id === "retention_protection" ? "Retention exception" : exception_id}
        >
          {offset ? (
            <Facts
              items={[
                { label: "Offset", value: offset.description },
                { label: "Amount of the offset", value: formatMoney(offset.amount_usd) },
              ]}
            />
          ) : (
            <Text size="sm">Claimed without an offset.</Text>
          )}
        </Section>
      ))}
    </>
  );
}
