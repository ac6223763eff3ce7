import { expect, test } from "vitest";
import { PAYBACK_MEASURES } from "@/lib/queries/payback-plan";
import { PAYBACK_VERDICTS } from "@/lib/queries/payback-verdict";
import { EVENTS, REVENUE_EVENTS } from "@/lib/queries/spine-vocabulary";
import { DEFINITIONS, rowKindInWords, verdictSentence } from "./payback-words";

const window = { from: "2026-04-19", to: "2026-07-17" };

test("no sentence about a case says that one thing caused another", () => {
  const causes = /because|caused|thanks to|due to|led to|as a result/i;
  for (const measure of PAYBACK_MEASURES) {
    expect(`${DEFINITIONS[measure].title} ${DEFINITIONS[measure].words}`).not.toMatch(causes);
    for (const verdict of PAYBACK_VERDICTS) {
      for (const value of [null, 1.4]) {
        const plan = {
          measure,
          band: [1, 2] as const,
          unit: "x" as const,
          since: window,
          before: window,
          toldAfter: window.to,
          channels: [],
          segment: null,
          missing: [],
        };
        const words = verdictSentence({ plan, outcome: { verdict, value, missing: ["the amount"] } });
        expect(words).not.toMatch(causes);
        expect(words.length).toBeGreaterThan(5);
      }
    }
  }
});

test("each row behind a case is named in words, and not by the name of its event", () => {
  const { balance: _, ...counted } = REVENUE_EVENTS;
  const kinds = [...Object.values(counted), EVENTS.adDelivery, EVENTS.headcount, EVENTS.cogs, EVENTS.opex];
  for (const kind of kinds) expect(rowKindInWords(kind)).toMatch(/^[A-Z][^.]+$/);
  expect(rowKindInWords("arr.contraction")).toBe("Contraction of ARR");
});
