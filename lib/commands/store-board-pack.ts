import type { PackContent } from "../board-pack/content";
import { contentHash } from "../board-pack/hash";
import { fillMemo } from "../board-pack/memo";
import { type PackPeriod, packPeriod } from "../board-pack/period";
import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { packContent } from "../queries/board-pack-content";
import { paybackOutcomes } from "../queries/payback-outcomes";

export function periodAsked(key: string): PackPeriod {
  return packPeriod(key) ?? abort("INVALID_INPUT", undefined, { period: "Choose a month or a quarter." });
}

/** One at a time for a period: two drafts made at once would both think themselves the only one. */
export async function lockPeriod(tx: Transaction, tenantId: string, periodKey: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`board-pack:${tenantId}:${periodKey}`}, 0))::text`;
}

type Order = {
  period: PackPeriod;
  edition: number;
  corrects: { id: string; content: NonNullable<PackContent["corrects"]> } | null;
};

/** Freezes the data of this moment as a draft, with the memo that they fill. */
export async function storeDraft(
  tx: Transaction,
  actor: Actor & { userId: string },
  { period, edition, corrects }: Order,
  at: Date,
): Promise<{ packId: string }> {
  const content = await packContent(tx, actor, {
    period,
    at,
    edition,
    corrects: corrects?.content ?? null,
    outcomes: await paybackOutcomes(tx, actor.tenantId, at),
  });
  const { id } = await tx.boardPack.create({
    data: {
      tenantId: actor.tenantId,
      periodKey: period.key,
      edition,
      content,
      contentSha256: contentHash(content),
      memo: fillMemo(content),
      madeBy: actor.userId,
      madeAt: at,
      updatedAt: at,
      corrects: corrects?.id ?? null,
      correctionReason: corrects?.content.reason ?? null,
    },
    select: { id: true },
  });
  return { packId: id };
}
