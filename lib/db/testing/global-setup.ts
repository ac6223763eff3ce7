// Runs once before the database tests: one server, one migrated template that every test file copies.
import type { TestProject } from "vitest/node";
import { superuserUrl } from "@/scripts/database/cluster";
import { migrateAndGrant, withClient } from "@/scripts/database/prepare";
import { APP_ROLE, ensureDatabase, ensureRoles, OWNER_ROLE } from "@/scripts/database/roles";
import { startTemporaryServer } from "./temporary-server";

const PASSWORD = "for-tests-on-loopback-only";
const TEMPLATE = "template_migrated";

export interface TestServer {
  superuserUrl: string;
  ownerUrl: string;
  appUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryServer();
  try {
    const address = `127.0.0.1:${server.cluster.port}/${TEMPLATE}`;
    const urls: TestServer = {
      superuserUrl: superuserUrl(server.cluster, TEMPLATE),
      ownerUrl: `postgresql://${OWNER_ROLE}:${PASSWORD}@${address}`,
      appUrl: `postgresql://${APP_ROLE}:${PASSWORD}@${address}`,
    };
    await withClient(superuserUrl(server.cluster), async (client) => {
      await ensureRoles(client, { owner: PASSWORD, app: PASSWORD });
      await ensureDatabase(client, TEMPLATE);
    });
    await migrateAndGrant({ ownerUrl: urls.ownerUrl, appRole: APP_ROLE });
    project.provide("testServer", urls);
    return server.stop;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
