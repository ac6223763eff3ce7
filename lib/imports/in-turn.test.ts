import { expect, test } from "vitest";
import { inTurn, takesTurns, waitsForTurn } from "./in-turn";

test("of three large files at once one is read at a time, in order, and a broken one holds nobody up", async () => {
  let reading = 0;
  const seen: string[] = [];
  const read = (name: string, breaks = false) =>
    inTurn(async () => {
      reading += 1;
      expect(reading).toBe(1);
      await new Promise((later) => setTimeout(later, 5));
      reading -= 1;
      seen.push(name);
      if (breaks) throw new Error(`${name} is broken`);
      return name;
    });
  const [first, second, third] = await Promise.allSettled([
    read("first"),
    read("second", true),
    read("third"),
  ]);
  expect(seen).toEqual(["first", "second", "third"]);
  expect([first.status, second.status, third.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("every workbook takes its turn, for a small one may unpack to much; of text only what is large", () => {
  const [workbook, text] = [Buffer.from("PK\u0003\u0004", "latin1"), Buffer.from("Month,Amount")];
  expect([workbook, text, Buffer.alloc(9_000_000, "a")].map(takesTurns)).toEqual([true, false, true]);
});

test("whoever waits for another large file can ask whether their turn has come", async () => {
  let finish: () => void = () => undefined;
  const first = inTurn(() => new Promise<void>((resolve) => (finish = resolve)), "ticket of the first");
  const second = inTurn(async () => waitsForTurn("ticket of the second"), "ticket of the second");
  await new Promise((later) => setTimeout(later, 1));
  const asked = ["ticket of the first", "ticket of the second", "a ticket of nobody"];
  expect(asked.map(waitsForTurn)).toEqual([false, true, false]);
  finish();
  await first;
  expect(await second).toBe(false);
  expect(asked.map(waitsForTurn)).toEqual([false, false, false]);
});
