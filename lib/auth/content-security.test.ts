import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security";

const policy = contentSecurityPolicy("abc123==", false);

test("only scripts and styles that carry the page's nonce run", () => {
  expect(policy).toContain("script-src 'self' 'nonce-abc123==' 'strict-dynamic';");
  expect(policy).toContain("style-src 'self' 'nonce-abc123==';");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
});

test("no other page may frame the application, and no form leaves it", () => {
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("form-action 'self'");
  expect(policy).toContain("base-uri 'none'");
});
