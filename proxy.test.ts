import { NextRequest } from "next/server";
import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { sessionCookieName } from "@/lib/auth/session-token";
import { config, proxy } from "./proxy";

const ORIGIN = "http://localhost:3000";
const SECRET = "K3vQ9xWm2TzL7pRb5YdN8cHs4JfG6uAe";
let cookie: string;

beforeAll(async () => {
  process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
  process.env.NEXTAUTH_SECRET = SECRET;
  process.env.NEXTAUTH_URL = ORIGIN;
  const claims = {
    userId: "3f0a0c52-1111-4222-8333-444455556666",
    sessionId: "9d8c7b6a-aaaa-4bbb-8ccc-ddddeeeeffff",
  };
  cookie = `${sessionCookieName()}=${await encode({ token: claims, secret: SECRET })}`;
});

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  proxy(new NextRequest(`${ORIGIN}${path}`, { method, headers }));

test("a page without a session leads to sign in, and back to the page afterwards", async () => {
  const answer = await ask("/c/acme/log?gate=G1_HEADCOUNT");
  expect(answer.status).toBe(307);
  expect(answer.headers.get("location")).toBe(
    `${ORIGIN}/sign-in?callbackUrl=%2Fc%2Facme%2Flog%3Fgate%3DG1_HEADCOUNT`,
  );
});

test("a cookie that is not ours leads to sign in as well", async () => {
  const answer = await ask("/c/acme", { cookie: `${sessionCookieName()}=made-up` });
  expect(answer.status).toBe(307);
});

test("with a session the page is drawn, under a nonce that is new each time", async () => {
  const policies = await Promise.all([1, 2].map(() => ask("/c/acme", { cookie })));
  const values = policies.map((answer) => answer.headers.get("content-security-policy"));
  expect(policies.map(({ status }) => status)).toEqual([200, 200]);
  expect(values[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'/);
  expect(values[0]).not.toBe(values[1]);
});

test("the sign-in page opens without a session", async () => {
  expect((await ask("/sign-in")).status).toBe(200);
});

test("a form that says no origin is refused, also with a session", async () => {
  expect((await ask("/c/acme/approvals", { cookie }, "POST")).status).toBe(403);
  expect((await ask("/c/acme/approvals", { cookie, origin: ORIGIN }, "POST")).status).toBe(200);
});

test.each(["https://elsewhere.example", "null", "not an address"])(
  "a form sent from %s is refused in words, not as a fault of the program",
  async (origin) => {
    expect((await ask("/c/acme/approvals", { cookie, origin }, "POST")).status).toBe(403);
  },
);

test.each([
  ["/c/acme", true],
  ["/", true],
  ["/apiary", true],
  ["/sign-in", true],
  ["/api/v1/decision-runs", false],
  ["/api/health", false],
  ["/api/auth/csrf", false],
  ["/functions/v1/revenue-os-kernel", false],
  ["/functional", true],
  ["/_next/static/chunks/main.js", false],
  ["/icon.svg", false],
  ["/favicon.ico", false],
])("%s passes the gate for pages: %s", (path, passes) => {
  const pattern = new RegExp(`^${config.matcher[0]}$`);
  expect(pattern.test(path)).toBe(passes);
});
