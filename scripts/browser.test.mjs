import { chromium } from "@playwright/test";
import { afterEach, expect, test, vi } from "vitest";
import { BROWSER_FLAGS, browserFromNpm, resolveBrowser } from "./browser.mjs";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["found on this machine or brought by npm", resolveBrowser],
  ["from npm", browserFromNpm],
])("the browser %s starts and draws a page", { timeout: 180_000 }, async (_, find) => {
  const { executablePath, env } = await find();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: BROWSER_FLAGS,
  });
  const page = await browser.newPage();
  await page.setContent("<h1>Runway</h1><script>document.title = String(6 * 7)</script>");
  expect(await page.title()).toBe("42");
  expect(await page.getByRole("heading").textContent()).toBe("Runway");
  expect((await page.getByRole("heading").boundingBox())?.height).toBeGreaterThan(20);
  expect((await page.screenshot()).length).toBeGreaterThan(1000);
  await browser.close();
});

test("a CHROMIUM_PATH that cannot be run is refused by name", async () => {
  vi.stubEnv("CHROMIUM_PATH", "/nowhere/chromium");
  await expect(resolveBrowser()).rejects.toThrow("CHROMIUM_PATH names /nowhere/chromium");
});

test("a browser named by CHROMIUM_PATH is taken before any other", async () => {
  vi.stubEnv("CHROMIUM_PATH", process.execPath);
  expect(await resolveBrowser()).toEqual({ executablePath: process.execPath, env: {} });
});
