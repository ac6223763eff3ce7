import { roleOf } from "./database/outside";
import { migrateAndGrant } from "./database/prepare";
import { withProjectDatabase } from "./database/project-database";

export async function main(): Promise<void> {
  await withProjectDatabase(async ({ appUrl, ownerUrl }) => {
    const applied = await migrateAndGrant({ ownerUrl, appRole: await roleOf(appUrl) });
    console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
  });
}
