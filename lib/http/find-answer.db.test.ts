import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../auth/viewer";
import { ask, staffed } from "../commands/testing/delegations";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { answerSearch } from "./find-answer";

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  Object.assign(process.env, { DATABASE_URL: appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
afterAll(disconnect);

test("whoever searches faster than anybody types is asked to wait, and nobody else is", async () => {
  const { lead, cfo } = await staffed();
  const reference = await ask(lead);
  const viewerOf = ({ userId, tenantId, name }: typeof lead, role: Viewer["role"]): Viewer => ({
    ...{ userId, tenantId, name, role, team: null, email: "", sessionId: "", isOperator: false },
    ...{ tenantName: "Test Company", companySlug: "test" },
  });
  const [busy, calm] = [viewerOf(lead, "Team lead"), viewerOf(cfo, "CFO")];
  const found = await answerSearch(busy, reference);
  expect(found.headers.get("cache-control")).toBe("no-store");
  const { groups } = (await found.json()) as { groups: unknown[] };
  expect(groups[0]).toMatchObject({ group: "Requests", items: [{ key: reference }] });
  // What is too short to search for costs a point as well: it is the asking that is counted.
  const answers = [];
  for (let each = 0; each < 240; each += 1) answers.push((await answerSearch(busy, "x")).status);
  expect(answers.filter((status) => status === 429)).toHaveLength(1);
  const refused = await answerSearch(busy, reference);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ detail: "Many searches in a short time. Wait a moment." });
  expect((await answerSearch(calm, reference)).status).toBe(200);
});
