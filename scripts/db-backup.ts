import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { writeBackup } from "./database/backup/write-backup";
import { dataFolder } from "./database/data-folder";
import { withProjectDatabase } from "./database/project-database";

export async function main([given]: string[]): Promise<void> {
  const now = new Date();
  const name = `revenue-os-${now.toISOString().slice(0, 19).replaceAll(":", "-")}.backup`;
  const file = given ? resolve(given) : join(dataFolder(), "backups", name);
  if (existsSync(file)) throw new Error(`${file} exists: name another file, so that no backup is lost.`);
  mkdirSync(dirname(file), { recursive: true });
  const { tables, rows } = await withProjectDatabase(({ ownerUrl }) => writeBackup(ownerUrl, file, now));
  console.log(`Wrote ${rows} rows of ${tables} tables to ${file}.`);
}
