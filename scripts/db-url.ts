import { runningDatabase } from "./database/project-database";

export async function main(): Promise<void> {
  const { appUrl } = await runningDatabase();
  console.log(appUrl);
}
