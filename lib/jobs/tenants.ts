import { inScope } from "../db/tenant-transaction";

/** The ids of all companies, for what is done for each of them; nothing else of any is seen (migration `jobs`). */
export function listTenantIds(): Promise<string[]> {
  return inScope({}, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`select job_tenants()::text as id`;
    return rows.map(({ id }) => id);
  });
}
