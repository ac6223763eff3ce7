import { resolve } from "node:path";
import { readBackup } from "./database/backup/read-backup";
import { roleOf } from "./database/outside";
import { migrateAndGrant } from "./database/prepare";
import { withProjectDatabase } from "./database/project-database";

export async function main(args: string[]): Promise<void> {
  const force = args.includes("--force");
  const given = args.find((argument) => !argument.startsWith("--"));
  if (given === undefined)
    throw new Error("Name the backup to restore: npm run db:restore -- FILE [--force].");
  await withProjectDatabase(async ({ appUrl, ownerUrl }) => {
    const appRole = await roleOf(appUrl);
    const rows = await readBackup({ ownerUrl, appRole, file: resolve(given), force });
    // A backup of an older version is brought up to this one.
    const applied = await migrateAndGrant({ ownerUrl, appRole });
    const further = applied.length === 0 ? "" : ` and applied ${applied.length} newer migrations`;
    console.log(`Restored ${rows} rows${further}. Check the decision log with npm run log:verify.`);
  });
}
