import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { type PackRow, packRow } from "./board-pack-row";
import type { Person } from "./waiting";

export type PackEdition = { id: string; edition: number; status: "DRAFT" | "RELEASED" };

export type BoardPackScreen = {
  pack: PackRow;
  /** All editions of the period, oldest first. */
  editions: PackEdition[];
};

export function loadBoardPack(person: Person, id: string): Promise<Result<BoardPackScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const pack = await packRow(tx, person.tenantId, id);
      const editions = await tx.boardPack.findMany({
        where: { tenantId: person.tenantId, periodKey: pack.periodKey },
        orderBy: { edition: "asc" },
        select: { id: true, edition: true, status: true },
      });
      return {
        pack,
        editions: editions.map(({ status, ...edition }) => ({
          ...edition,
          status: status === "RELEASED" ? ("RELEASED" as const) : ("DRAFT" as const),
        })),
      };
    }),
  );
}
