import { Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconCircleX } from "@tabler/icons-react";
import { GATE_WORDS, missingWords } from "@/components/governance/request-words";
import { LinkButton } from "@/components/ui/link-button";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { GateId, GateOutlook, Prospect } from "@/kernel/enforcement";
import classes from "./gate-cards.module.css";

const OPENNESS: Record<GateOutlook["verdict"], { tone: Tone; word: string; icon: React.ReactNode }> = {
  OPEN: { tone: "good", word: "Open", icon: <IconCircleCheck /> },
  PARTLY_OPEN: { tone: "watch", word: "Partly open", icon: <IconCircleDashed /> },
  CLOSED: { tone: "bad", word: "Closed", icon: <IconCircleX /> },
};
const MARK: Record<Prospect["verdict"], { word: string; icon: React.ReactNode }> = {
  OPEN: { word: "open", icon: <IconCircleCheck size={15} color="var(--tone-good-text)" aria-hidden /> },
  CONDITIONAL: {
    word: "open, with",
    icon: <IconCircleDashed size={15} color="var(--tone-watch-text)" aria-hidden />,
  },
  CLOSED: { word: "closed", icon: <IconCircleX size={15} color="var(--tone-bad-text)" aria-hidden /> },
};

const ASK: Record<GateId, string> = {
  G1_HEADCOUNT: "Ask for headcount",
  G2_GTM_SPEND: "Ask for a change of spend",
  G3_PRODUCT_AND_RND: "Ask for a roadmap item",
  G4_VENDOR_AND_NON_LABOR: "Ask for vendor spend",
};

/** The four gates to choose from: what each is for, and what it lets through today. */
export function GateCards({ gates, home }: { gates: readonly GateOutlook[]; home: string }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" component="ul" className={classes.cards}>
      {gates.map((gate) => (
        <Card key={gate.gateId} component="li" padding="md">
          <Stack gap="sm" h="100%">
            <div className={classes.head}>
              <Title order={2} size="h3">
                {GATE_WORDS[gate.gateId].name}
              </Title>
              <ToneBadge tone={OPENNESS[gate.verdict].tone} icon={OPENNESS[gate.verdict].icon} size="sm">
                {OPENNESS[gate.verdict].word}
              </ToneBadge>
            </div>
            <Text size="sm">{GATE_WORDS[gate.gateId].purpose}.</Text>
            <ul className={classes.prospects}>
              {gate.prospects.map((prospect) => (
                <ProspectLine key={prospect.label} prospect={prospect} />
              ))}
            </ul>
            <div className={classes.actions}>
              <LinkButton href={`${home}/requests/new?gate=${gate.gateId}`} size="sm">
                {ASK[gate.gateId]}
              </LinkButton>
              {gate.gateId === "G2_GTM_SPEND" ? (
                <LinkButton href={`${home}/requests/new?gate=DISCOUNT_EXCEPTION`} size="sm" variant="default">
                  Ask for a discount exception
                </LinkButton>
              ) : null}
            </div>
          </Stack>
        </Card>
      ))}
    </SimpleGrid>
  );
}

function ProspectLine({ prospect }: { prospect: Prospect }) {
  const mark = MARK[prospect.verdict];
  const why =
    prospect.verdict === "CLOSED" ? prospect.reasons[0]?.text : prospect.brings.map(missingWords).join("; ");
  return (
    <li className={classes.prospect}>
      {mark.icon}
      <Text size="sm" span>
        {prospect.label}: {mark.word}
        {why ? (
          <Text size="sm" c="dimmed" span>
            {" "}
            {prospect.verdict === "CLOSED" ? `· ${why}` : why}
          </Text>
        ) : null}
      </Text>
    </li>
  );
}
