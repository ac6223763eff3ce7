import { expect, test } from "vitest";
import { hashApiKey, newApiKey, readApiKey } from "./api-key-format";

const TENANT = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

test("a key says whose it is, and only its hash is kept", () => {
  const { key, prefix, secretHash } = newApiKey(TENANT);
  expect(readApiKey(`Bearer ${key}`)).toEqual({ key, tenantId: TENANT });
  expect(secretHash).toBe(hashApiKey(key));
  expect(secretHash).not.toContain(key.slice(-20));
  expect(prefix.length).toBeLessThan(30);
});

test("no two keys are alike", () => {
  expect(new Set(Array.from({ length: 200 }, () => newApiKey(TENANT).key)).size).toBe(200);
});

test.each([
  ["nothing", null],
  ["an empty header", ""],
  ["another scheme", "Basic dXNlcjpwYXNz"],
  ["a key without its scheme", newApiKey(TENANT).key],
  ["a shortened key", `Bearer ${newApiKey(TENANT).key.slice(0, -1)}`],
  ["two keys", `Bearer ${newApiKey(TENANT).key} ${newApiKey(TENANT).key}`],
  ["a session cookie's token", "Bearer eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y.z"],
])("%s is no key", (_, header) => {
  expect(readApiKey(header)).toBeNull();
});
