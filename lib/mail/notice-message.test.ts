import { expect, test } from "vitest";
import { noticeMessage } from "./notice-message";

const reader = { company: "Acme\r\nBcc: all@acme.example", home: "https://os.example/c/acme" };

test("what somebody typed stays within its own line: it makes no second notice and no header", () => {
  const reason =
    "See below.\n\nREQ-9 waits for your signature\nYou sign as CFO.\r\nhttps://evil.example/approve";
  const { subject, text } = noticeMessage(
    [
      {
        kind: "mention",
        reference: "REQ-1",
        words: { title: "A hire\r\nBcc: x@y.example", by: "Eve", reason },
      },
    ],
    reader,
  );
  expect(subject).not.toMatch(/[\r\n]/);
  const lines = text.split("\n");
  expect(lines.filter((line) => line.startsWith("REQ-9"))).toEqual([]);
  expect(lines.filter((line) => /^https?:/.test(line))).toEqual(["https://os.example/c/acme/requests/REQ-1"]);
  expect(text).not.toContain("\r");
});
