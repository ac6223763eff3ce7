import { packPeriod, quarterOf } from "../../lib/board-pack/period";
import { correctBoardPack } from "../../lib/commands/correct-board-pack";
import { editBoardMemo } from "../../lib/commands/edit-board-memo";
import { makeBoardPack } from "../../lib/commands/make-board-pack";
import { releaseBoardPack } from "../../lib/commands/release-board-pack";
import { inTenant } from "../../lib/db/tenant-transaction";
import type { Result } from "../../lib/failures";
import { addDays } from "../../lib/queries/cycle-calendar";
import { demoActor } from "./companies";
import type { SeedStep } from "./cycle-steps";
import { type CompanyStory, momentOf, type SeedCalendar } from "./generator/company";
import { TENANT_B } from "./generator/stories";

/** Days after the quarter's end on which the pack is made: the slowest close has been delivered by then. */
const MADE_AFTER = 18;

type Step = "make" | "edit" | "release" | "correct" | "release the correction";

/**
 * The pack of the last whole quarter that lies so far back that all its closes were delivered: made, its memo given one
 * sentence by the CEO, released by the CFO; B found a mistake in it and released a second edition.
 */
export function boardPackSteps({ tenantId }: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const period = lastWholeQuarter(calendar);
  if (period === null) return [];
  const { key } = period;
  const moment = (days: number, hour: number) =>
    new Date(momentOf(addDays(period.end, MADE_AFTER + days), hour, 20));
  const plan: [Step, Date][] = [
    ["make", moment(0, 9)],
    ["edit", moment(0, 11)],
    ["release", moment(1, 9)],
    ...(tenantId === TENANT_B
      ? ([
          ["correct", moment(4, 9)],
          ["release the correction", moment(4, 14)],
        ] as [Step, Date][])
      : []),
  ];
  return plan
    .filter(([, at]) => at <= calendar.anchor)
    .map(([step, at]) => ({ at, run: () => runStep(tenantId, key, step, at) }));
}

function lastWholeQuarter(calendar: SeedCalendar) {
  // The last of the plan's months whose close is surely there: the one before the newest complete month.
  for (const index of [10, 9, 8]) {
    const month = calendar.monthKey(index);
    const period = packPeriod(quarterOf(month));
    if (period?.months.at(-1) === month) return period;
  }
  return null;
}

const SENTENCE =
  "What we trade off next quarter: hiring waits for the gates, and money goes to retention before it goes to new logos.";

/** Looks for what it would do first, so that a seed that is resumed does it once. */
async function runStep(tenantId: string, periodKey: string, step: Step, at: Date): Promise<void> {
  const packs = await inTenant({ tenantId }, (tx) =>
    tx.boardPack.findMany({
      where: { tenantId, periodKey },
      orderBy: { edition: "asc" },
      select: { id: true, edition: true, status: true, updatedAt: true, updatedBy: true },
    }),
  );
  const [first] = packs;
  const newest = packs.at(-1);
  const [cfo, ceo, analyst] = [
    demoActor(tenantId, "CFO"),
    demoActor(tenantId, "CEO"),
    demoActor(tenantId, "FP&A"),
  ];
  if (step === "make") {
    if (!first) expectOk(await makeBoardPack(analyst, { period: periodKey }, at));
    return;
  }
  if (!first || !newest) throw new Error(`the demonstration has no pack for ${periodKey} to ${step}`);
  const seenAt = newest.updatedAt.toISOString();
  if (step === "edit" && first.status === "DRAFT" && first.updatedBy === null) {
    const sentences = [{ id: "trade_offs", text: SENTENCE }];
    expectOk(await editBoardMemo(ceo, { packId: first.id, sentences, seenAt }, at));
  }
  const releases =
    step === "release" ? first.status === "DRAFT" : newest.edition === 2 && newest.status === "DRAFT";
  if (step.startsWith("release") && releases)
    expectOk(await releaseBoardPack(cfo, { packId: newest.id, seenAt }, at));
  if (step === "correct" && packs.length === 1) {
    const reason =
      "Open requests and gates have moved since the first edition; the board reads them as they stand now.";
    expectOk(await correctBoardPack(analyst, { packId: first.id, reason }, at));
  }
}

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demonstration was refused: ${result.failure.message}`);
  return result.value;
}
