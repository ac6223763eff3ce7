import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { type PackCorrections, packCorrections } from "./board-pack-corrections";
import { type PackRow, packRow } from "./board-pack-row";
import type { Person } from "./waiting";

export type PackEdition = { id: string; edition: number; status: "DRAFT" | "RELEASED" };

export type BoardPackScreen = {
  pack: PackRow;
  /** All editions of the period, oldest first. */
  editions: PackEdition[];
  /** What was corrected of its months since; null where nothing was, and of an edition that another one follows. */
  corrections: PackCorrections | null;
};

export function loadBoardPack(person: Person, id: string, at: Date): Promise<Result<BoardPackScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const pack = await packRow(tx, person.tenantId, id);
      const editions = await tx.boardPack.findMany({
        where: { tenantId: person.tenantId, periodKey: pack.periodKey },
        orderBy: { edition: "asc" },
        select: { id: true, edition: true, status: true },
      });
      const isNewest = editions.at(-1)?.id === id;
      const rests = { id, closes: pack.content.closes, missingCloses: pack.content.missingCloses };
      const corrections = await packCorrections(tx, person.tenantId, isNewest ? [rests] : [], at);
      return {
        pack,
        corrections: corrections.get(id) ?? null,
        editions: editions.map(({ status, ...edition }) => ({
          ...edition,
          status: status === "RELEASED" ? ("RELEASED" as const) : ("DRAFT" as const),
        })),
      };
    }),
  );
}
