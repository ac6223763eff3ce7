import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pdf } from "../attachments/testing/files";
import type { Viewer } from "../auth/viewer";
import { ask, staffed } from "../commands/testing/delegations";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadAttachments } from "../queries/attachments";
import { downloadResponse, receiveAttachment } from "./attachment-transfer";

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  Object.assign(process.env, { DATABASE_URL: appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
afterAll(disconnect);

type Sent = { name?: string; body?: Buffer | string; headers?: Record<string, string> };

async function company() {
  const { lead } = await staffed();
  const reference = await ask(lead);
  const viewer: Viewer = {
    userId: lead.userId,
    tenantId: lead.tenantId,
    name: lead.name,
    role: "Team lead",
    email: "lead@example.com",
    sessionId: "",
    isOperator: false,
    tenantName: "Test Company",
    companySlug: "test",
    team: null,
  };
  const send = async ({ name = "quote.pdf", body = pdf(), headers = {} }: Sent) => {
    const query = new URLSearchParams({ reference, name });
    const request = new Request(`http://os.example/api/attachments/test?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });
    const response = await receiveAttachment(viewer, request);
    return { status: response.status, ...(await response.json()) };
  };
  return { viewer, reference, send };
}

describe("a file that is sent", () => {
  test("is attached under its name, and answered with its hash", async () => {
    const { viewer, reference, send } = await company();
    expect(await send({})).toMatchObject({
      status: 201,
      name: "quote.pdf",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await loadAttachments(viewer, reference)).toHaveLength(1);
  });

  test.each<[string, Sent, number]>([
    ["as a form's field would be", { headers: { "content-type": "text/plain" } }, 415],
    ["over 10 MB", { body: Buffer.alloc(10 * 1024 * 1024 + 1, "a"), name: "big.txt" }, 413],
    ["cut on the way", { headers: { "content-length": "4711" } }, 400],
    ["without a name", { name: "" }, 422],
    ["as what it is not", { name: "quote.png" }, 422],
  ])("%s is refused in words, and nothing is kept", async (_, sent, status) => {
    const { viewer, reference, send } = await company();
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expect(answer.detail).toMatch(/\w+ \w+/);
    expect(await loadAttachments(viewer, reference)).toEqual([]);
  });
});

test("a download is saved and never shown, and runs nothing even if it were", async () => {
  const response = downloadResponse({ name: "Größe.pdf", mediaType: "application/pdf", content: pdf() });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="Gr__e.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf());
});

test("a person sends files as people do: sixty in ten minutes, good or bad, and then waits", async () => {
  const { viewer, reference, send } = await company();
  for (let each = 0; each < 60; each += 1) expect((await send({ name: "quote.svg" })).status).toBe(422);
  expect(await send({})).toMatchObject({ status: 429 });
  expect(await loadAttachments(viewer, reference)).toEqual([]);
});
