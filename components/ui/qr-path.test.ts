import { encode } from "uqr";
import { expect, test } from "vitest";
import { qrPath } from "./qr-path";

const LINK = "otpauth://totp/Revenue%20OS:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Revenue%20OS";

/** Which modules a path of horizontal runs makes dark. */
function drawn({ path, size }: ReturnType<typeof qrPath>): boolean[][] {
  const modules = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let at = 0; at < Number(length); at += 1) {
      const row = modules[Number(y)];
      if (row) row[Number(x) + at] = true;
    }
  }
  return modules;
}

test("the drawing of a QR code has its dark modules and no others, within four white ones on each side", () => {
  const picture = qrPath(LINK);
  const { data, size } = encode(LINK, { ecc: "M", border: 4 });
  expect(picture.size).toBe(size);
  expect(drawn(picture)).toEqual(data);
  expect(data[3]?.some(Boolean)).toBe(false);
});

test("the same link gives the same drawing, another link another", () => {
  expect(qrPath(LINK)).toEqual(qrPath(LINK));
  expect(qrPath(LINK.replace("JBSW", "JBSX")).path).not.toBe(qrPath(LINK).path);
});
