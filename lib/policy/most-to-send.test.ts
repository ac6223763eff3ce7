import { expect, test } from "vitest";
import { tooMuchToSend } from "./most-to-send";

test("Three megabytes may be sent; one byte more is refused with its size and the limit", () => {
  expect(tooMuchToSend(3_000_000)).toBeNull();
  expect(tooMuchToSend(3_140_000)).toBe(
    "This is 3.1 MB; up to 3 MB can be sent, and a policy takes far less.",
  );
});
