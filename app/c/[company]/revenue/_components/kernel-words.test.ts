import { expect, test } from "vitest";
import { inPlainWords } from "./kernel-words";

test("names of the data in a sentence of the kernel read as a person calls them", () => {
  expect(inPlainWords("Another action on campaigns.bidding_strategy of Named accounts is under way.")).toBe(
    "Another action on Campaigns: bidding strategy of Named accounts is under way.",
  );
  expect(inPlainWords("payback_exceeded: no demand is scaled.")).toBe(
    "Payback exceeded: no demand is scaled.",
  );
  expect(inPlainWords("The queue some_other_name stays.")).toBe("The queue some_other_name stays.");
});
