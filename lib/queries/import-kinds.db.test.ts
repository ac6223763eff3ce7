import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { load } from "../commands/testing/imports";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { KIND_IDS } from "../imports/kinds";
import { importableKinds, triggersOfKind } from "./import-kinds";

const AT = new Date("2026-12-10T09:00:00Z");

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

test("a new company has nothing of any kind, and is told which triggers wait for each", async () => {
  const { tenantId } = await createCompany();
  const kinds = await importableKinds({ tenantId });
  expect(kinds.map(({ id }) => id)).toEqual(KIND_IDS);
  expect(kinds.map(({ newest }) => newest)).toEqual(KIND_IDS.map(() => null));
  const waiting = Object.fromEntries(kinds.map(({ id, needed }) => [id, needed?.triggers.join(" ")]));
  expect(waiting).toMatchObject({
    targets: "T1 T2",
    "bookings-targets": "T6",
    "pipeline-stages": "T6",
    cash: "T4",
    "cash-flow": "T1 T4",
    pipeline: "T6",
    spend: "",
  });
  expect(new Set(kinds.flatMap(({ needed }) => needed?.triggers ?? [])).size).toBe(8);
  expect(kinds.find(({ id }) => id === "cogs")?.needed?.minimumFields).toEqual([
    expect.stringMatching(/^COGS breakdown/),
  ]);
  expect(await triggersOfKind({ tenantId }, "cash")).toEqual(["T4"]);
});

test("the newest figure of a kind is named with the file that it came from", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const header = ["Date", "Bank account", "Balance (USD)"];
  await load(analyst, "cash", [header, ["2026-10-31", "operating", 5]], AT, "october.csv");
  await load(analyst, "cash", [header, ["2026-11-30", "operating", 6]], AT, "november.csv");
  await load(
    analyst,
    "bookings-targets",
    [
      ["Quarter", "Target (USD)"],
      ["2027-Q1", 7],
    ],
    AT,
  );
  const kinds = await importableKinds(company);
  const newest = (id: string) => kinds.find((kind) => kind.id === id)?.newest;
  expect(newest("cash")).toMatchObject({ import: { fileName: "november.csv" } });
  expect(newest("cash")?.at.toISOString().slice(0, 10)).toBe("2026-11-30");
  expect(newest("bookings-targets")).not.toBeNull();
  expect(newest("cogs")).toBeNull();
});
