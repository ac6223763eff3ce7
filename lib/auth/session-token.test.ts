import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { clientAddress } from "./client-address";
import { readSessionToken, sessionCookieName } from "./session-token";

const SECRET = "K3vQ9xWm2TzL7pRb5YdN8cHs4JfG6uAe";
const CLAIMS = {
  userId: "3f0a0c52-1111-4222-8333-444455556666",
  sessionId: "9d8c7b6a-aaaa-4bbb-8ccc-ddddeeeeffff",
};

beforeAll(() => {
  process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
  process.env.NEXTAUTH_SECRET = SECRET;
  process.env.NEXTAUTH_URL = "http://localhost:3000";
});

const cookie = (value: string) => [{ name: sessionCookieName(), value }];

test("a cookie of ours names the person and the session", async () => {
  const token = await encode({ token: CLAIMS, secret: SECRET });
  expect(await readSessionToken(cookie(token))).toEqual(CLAIMS);
});

test("a cookie made with another secret opens nothing", async () => {
  const token = await encode({ token: CLAIMS, secret: `${SECRET}x` });
  expect(await readSessionToken(cookie(token))).toBeNull();
});

test("a cookie past its end opens nothing", async () => {
  const token = await encode({ token: CLAIMS, secret: SECRET, maxAge: -60 });
  expect(await readSessionToken(cookie(token))).toBeNull();
});

test("an altered cookie, an empty one and one without a session open nothing", async () => {
  const token = await encode({ token: CLAIMS, secret: SECRET });
  const other = await encode({ token: { userId: CLAIMS.userId }, secret: SECRET });
  for (const value of [`${token.slice(0, -2)}AA`, "", "x", other]) {
    expect(await readSessionToken(cookie(value))).toBeNull();
  }
  expect(await readSessionToken([])).toBeNull();
});

test("an attempt is counted under the address that the nearest server saw, not under a claimed one", () => {
  expect(clientAddress("10.0.0.1, 203.0.113.7")).toBe("203.0.113.7");
  expect(clientAddress("203.0.113.7")).toBe("203.0.113.7");
  expect(clientAddress(undefined)).toBe("unknown");
});
