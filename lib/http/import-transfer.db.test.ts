import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../auth/permissions";
import type { Viewer } from "../auth/viewer";
import { createCompany } from "../commands/testing/company";
import { csv } from "../commands/testing/imports";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { inTurn } from "../imports/in-turn";
import { LIMITS } from "../imports/limits";
import { longWorkbook } from "../imports/testing/archives";
import { importProgress, listImports } from "../queries/imports";
import { importTurn, receiveImport } from "./import-transfer";

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  Object.assign(process.env, { DATABASE_URL: appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
afterAll(disconnect);

const FIGURES = csv([
  ["Month", "Component", "Amount (USD)"],
  ["2026-03", "cloud", "1200.00"],
]);

type Sent = {
  kind?: string;
  name?: string;
  ticket?: string;
  body?: Buffer;
  headers?: Record<string, string>;
};

async function company(role: Role = "FP&A") {
  const { tenantId, userId, name } = await (await createCompany()).hire(role, "Fay");
  const viewer: Viewer = {
    ...{ tenantId, userId, name, role, email: "fay@example.com", sessionId: "", isOperator: false },
    ...{ tenantName: "Test Company", companySlug: "test", team: null },
  };
  const send = async (sent: Sent) => {
    const { kind = "cogs", name: file = "cogs.csv", ticket = "", body = FIGURES, headers = {} } = sent;
    const request = new Request(
      `http://os.example/api/imports/test?${new URLSearchParams({ kind, name: file, ticket })}`,
      {
        method: "POST",
        headers: { "content-type": "application/octet-stream", ...headers },
        body: new Uint8Array(body),
      },
    );
    const { response, rest } = await receiveImport(viewer, request);
    return { status: response.status, rest, ...(await response.json()) };
  };
  return { viewer, send };
}

describe("a file of figures that is sent", () => {
  test("is answered with the number under which its rows are read", async () => {
    const { viewer, send } = await company();
    const { status, importId, rest } = await send({});
    expect(status).toBe(202);
    await rest;
    expect(await importProgress(viewer, importId)).toEqual({
      status: "STAGED",
      read: 1,
      of: 1,
      isThrough: true,
    });
  });

  test.each<[string, Sent, number, RegExp]>([
    ["as a form's field would be", { headers: { "content-type": "text/plain" } }, 415, /octet-stream/],
    [
      "over 50 MB",
      { body: Buffer.alloc(LIMITS.fileBytes.most + 1, "a") },
      413,
      /holds more than 50 MB\. Split it/,
    ],
    ["cut on the way", { headers: { "content-length": "4711" } }, 400, /arrived cut/],
    ["without a name", { name: "" }, 422, /no name/],
    ["of a kind that there is not", { kind: "vibes" }, 404, /no kind of import called vibes/],
    ["that is no table", { body: Buffer.from("%PDF-1.7") }, 422, /is a PDF\. Export/],
  ])("%s is refused in words, and nothing is kept", async (_, sent, status, words) => {
    const { viewer, send } = await company();
    const answer = await send(sent);
    expect([answer.status, answer.detail]).toEqual([status, expect.stringMatching(words)]);
    expect((await listImports(viewer)).imports).toEqual([]);
    expect((await listImports(viewer, { shelf: "aside" })).imports).toEqual([]);
  });

  test("in another type than a file's is told of that type alone", async () => {
    const { send } = await company();
    const { type, title } = await send({ headers: { "content-type": "application/json" } });
    expect([type, title]).toEqual([
      "urn:revenue-os:problem:unsupported-media",
      "The body is not of the type that this address takes.",
    ]);
  });

  test.each<Role>(["Auditor", "Administrator", "Team lead", "CEO"])(
    "by somebody who is %s is refused before it is read",
    async (role) => {
      const { viewer, send } = await company(role);
      expect(await send({})).toMatchObject({ status: 403, detail: "Only FP&A or CFO bring figures in." });
      expect((await listImports(viewer)).imports).toEqual([]);
    },
  );
});

test("whoever waits while another large file is read is told so, and nobody else", async () => {
  const { viewer, send } = await company();
  const stranger = (await company()).viewer;
  const ticket = "0123456789abcdef".repeat(2);
  const waits = async (who: Viewer) => {
    const request = new Request(`http://os.example/api/imports/test?ticket=${ticket}`);
    return (await importTurn(who, request).json()).waits;
  };
  let finish: () => void = () => undefined;
  const another = inTurn(() => new Promise<void>((resolve) => (finish = resolve)));
  expect(await waits(viewer)).toBe(false);
  const sent = send({ name: "books.xlsx", body: longWorkbook(3), ticket });
  await expect.poll(() => waits(viewer), { timeout: 15_000 }).toBe(true);
  expect(await waits(stranger)).toBe(false);
  finish();
  await another;
  const { status, rest } = await sent;
  expect([status, await waits(viewer)]).toEqual([202, false]);
  await rest;
});
