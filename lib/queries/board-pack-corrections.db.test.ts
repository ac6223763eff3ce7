// A figure that is corrected after a pack was released, through the real commands: the pack says so until another edition.
import { afterAll, beforeAll, expect, test } from "vitest";
import { certifyClose } from "../commands/certify-close";
import { correctBoardPack } from "../commands/correct-board-pack";
import { makeBoardPack } from "../commands/make-board-pack";
import { releaseBoardPack } from "../commands/release-board-pack";
import { reopenClose } from "../commands/reopen-close";
import { createCompany } from "../commands/testing/company";
import { load } from "../commands/testing/imports";
import { must } from "../commands/testing/policies";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadBoardPack } from "./board-pack";
import { listBoardPacks } from "./board-packs";
import { writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const instant = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, "0")}:00:00Z`);
const TODAY = instant("2026-10-01");
/** Two accounts of 900,000 and a burn of 100,000 make eighteen months; with 100,000 in one, ten. */
const statement = [
  ["Date", "Bank account", "Balance"],
  ["2026-06-30", "first", 100_000],
];

/** June is certified, and the pack of June and that of the second quarter are released on it. */
async function released() {
  const { tenantId, hire } = await createCompany();
  await writeHealthySpine(tenantId, "2026-07", undefined, "2025-04");
  const [analyst, cfo] = [await hire("FP&A", "Fay"), await hire("CFO")];
  const certify = async (cycleKey: string, deliveredAt: string, at = instant(deliveredAt)) =>
    must(await certifyClose(analyst, { cycleKey, deliveredAt }, at));
  await certify("2026-06", "2026-07-08");
  const screen = async (id: string) => must(await loadBoardPack(cfo, id, TODAY));
  const list = async () => (await listBoardPacks(cfo, null, TODAY)).packs;
  const release = async (packId: string, at: Date) => {
    const seenAt = (await screen(packId)).pack.updatedAt.toISOString();
    must(await releaseBoardPack(cfo, { packId, seenAt }, at));
    return packId;
  };
  const make = async (period: string) =>
    release(
      must(await makeBoardPack(analyst, { period }, instant("2026-07-15"))).packId,
      instant("2026-07-16"),
    );
  const [month, quarter] = [await make("2026-06"), await make("2026-Q2")];
  const restate = () => load(analyst, "cash", statement, instant("2026-08-01"), "statement.csv");
  return { analyst, cfo, certify, screen, list, release, restate, month, quarter };
}

test("A pack whose figures stand as they were says nothing", async () => {
  const { screen, list, month, quarter } = await released();
  expect((await screen(month)).corrections).toBeNull();
  expect((await screen(quarter)).corrections).toBeNull();
  expect((await list()).map(({ isCorrected, followedBy }) => [isCorrected, followedBy])).toEqual([
    [false, null],
    [false, null],
  ]);
});

test("A figure that is corrected after the release makes a new edition due, of the month and of its quarter", async () => {
  const { screen, list, restate, month, quarter } = await released();
  await restate();
  for (const id of [month, quarter]) {
    expect((await screen(id)).corrections).toEqual({
      closes: [
        {
          cycleKey: "2026-06",
          version: 1,
          standing: { version: 1, certified: true },
          reasons: [],
          inputs: [{ name: "CashBalance", unit: "USD", was: 1_800_000, now: 1_000_000 }],
          states: [],
        },
      ],
      closedSince: [],
    });
  }
  expect((await list()).map(({ isCorrected }) => isCorrected)).toEqual([true, true]);
});

test("Once the close is certified again the new edition names the one that it replaces, and is not due itself", async () => {
  const { analyst, cfo, certify, screen, list, release, restate, month } = await released();
  await restate();
  const reason = "The bank corrected a balance.";
  must(await reopenClose(cfo, { cycleKey: "2026-06", reason }, instant("2026-08-02")));
  expect((await screen(month)).corrections?.closes).toMatchObject([
    { version: 1, standing: { version: 2, certified: false }, reasons: [reason] },
  ]);
  await certify("2026-06", "2026-07-08", instant("2026-08-03"));
  expect((await screen(month)).corrections?.closes).toMatchObject([
    {
      version: 1,
      standing: { version: 3, certified: true },
      reasons: [reason],
      states: [{ shortId: "T4", was: "PASS", now: "FAIL" }],
    },
  ]);
  const why = "Cash at the end of June was overstated.";
  const { packId } = must(
    await correctBoardPack(analyst, { packId: month, reason: why }, instant("2026-08-04")),
  );
  await release(packId, instant("2026-08-05"));
  const { pack, corrections } = await screen(packId);
  expect(pack.content.corrects).toMatchObject({ edition: 1, reason: why });
  expect(corrections).toBeNull();
  const first = await screen(month);
  expect(first.corrections).toBeNull();
  expect(first.editions.map(({ edition }) => edition)).toEqual([1, 2]);
  const packs = (await list()).filter(({ periodKey }) => periodKey === "2026-06");
  expect(packs.map(({ edition, isCorrected, followedBy }) => [edition, isCorrected, followedBy])).toEqual([
    [2, false, null],
    [1, false, { id: packId, edition: 2, status: "RELEASED" }],
  ]);
});

test("A month that is closed after the quarter's pack was released makes a new edition due", async () => {
  const { screen, cfo, month, quarter } = await released();
  // Long after its business day 10 only the CFO certifies it as delivered in time.
  const may = { cycleKey: "2026-05", deliveredAt: "2026-06-08" };
  must(await certifyClose(cfo, may, instant("2026-08-03")));
  expect((await screen(quarter)).corrections).toEqual({ closes: [], closedSince: ["2026-05"] });
  expect((await screen(month)).corrections).toBeNull();
});
