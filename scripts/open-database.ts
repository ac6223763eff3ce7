// What `npm start` needs of the database: it runs, it is migrated, and its role is one that isolates companies.

import { hasNoTenants, readDemoState, writeDemoState } from "./database/demo-marker";
import { openEmbeddedDatabase } from "./database/embedded";
import { outsideDatabase, roleOf } from "./database/outside";
import { migrateAndGrant, withClient } from "./database/prepare";

export interface OpenDatabase {
  appUrl: string;
  /** Null when somebody else migrates this database. */
  ownerUrl: string | null;
  nextAuthSecret: string | null;
  /** True when the demonstration data is still to be made. */
  needsDemo: boolean;
  /** Called when the embedded server ends although nobody asked it to. */
  onDeath(report: () => void): void;
  stop(): Promise<void>;
}

interface Options {
  folder: string;
  wantsDemo: boolean;
  say: (line: string) => void;
}

export async function openDatabase({ folder, wantsDemo, say }: Options): Promise<OpenDatabase> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const urls = await outsideDatabase(given, process.env.DATABASE_OWNER_URL, say);
    const needsDemo = await migrate(urls.appUrl, urls.ownerUrl, wantsDemo, say);
    return {
      ...urls,
      nextAuthSecret: null,
      needsDemo,
      onDeath: () => undefined,
      stop: async () => undefined,
    };
  }
  const { appUrl, ownerUrl, state, running } = await openEmbeddedDatabase(folder, say);
  try {
    const needsDemo = await migrate(appUrl, ownerUrl, wantsDemo, say);
    return {
      appUrl,
      ownerUrl,
      nextAuthSecret: state.nextAuthSecret,
      needsDemo,
      onDeath: (report) => running.child.once("exit", report),
      stop: running.stop,
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function migrate(
  appUrl: string,
  ownerUrl: string | null,
  wantsDemo: boolean,
  say: Options["say"],
): Promise<boolean> {
  if (ownerUrl === null) return false;
  const target = {
    ownerUrl,
    appRole: await roleOf(appUrl),
    onApply: (name: string) => say(`Applying migration ${name}.`),
  };
  await migrateAndGrant(target);
  if (!wantsDemo) return false;
  const state = await withClient(ownerUrl, async (owner) => {
    const found = await readDemoState(owner);
    return found === "none" && !(await hasNoTenants(owner)) ? "complete" : found;
  });
  if (state === "begun")
    say("The demonstration data was cut off while it was made; going on where it stopped.");
  return state !== "complete";
}

/** Around the seed: what was begun and is not complete is taken up again by the next start. */
export async function markDemo(ownerUrl: string, state: "begun" | "complete"): Promise<void> {
  await withClient(ownerUrl, (owner) => writeDemoState(owner, state));
}
