import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { isoDate } from "./cycle-calendar";
import type { Person } from "./waiting";

/** The company's holidays, oldest first. */
export function closeCalendar(person: Person): Promise<Result<{ holidays: string[] }>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { holidays } = await tx.tenant.findUniqueOrThrow({
        where: { id: person.tenantId },
        select: { holidays: true },
      });
      return { holidays: holidays.map(isoDate).sort() };
    }),
  );
}
