// Every page, in light and dark, wide and on a phone: axe finds no serious or critical fault, and the page itself never
// scrolls sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { PLACES, pathOf } from "./support/pages";
import { brackwater } from "./support/people";
import { expect, test } from "./support/story";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

// The axe that @axe-core/playwright brings. Its own builder loads it anew and opens a further page for each look; a page
// here is looked at four times and has no frames, so it is loaded once.
const axePackage = createRequire(import.meta.url).resolve("@axe-core/playwright");
const AXE = readFileSync(createRequire(axePackage).resolve("axe-core/axe.min.js"), "utf8");

type Axe = { run(context: Document, options: object): Promise<AxeResults> };

const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** `rules`: these alone; every one that axe holds by default when left out. */
async function seriousFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  const violations = await page.evaluate(async (values) => {
    const axe: Axe = Reflect.get(window, "axe");
    const runOnly = values && { type: "rule", values };
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false, runOnly });
    return found.violations;
  }, rules);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
    );
}

/** What reaches beyond the right edge, by name, so that a failure says what to mend. */
function sidewaysOverflow(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    const widest = [...document.querySelectorAll("main *")].find(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return `${root.scrollWidth} px on ${root.clientWidth}: ${widest?.outerHTML.slice(0, 120) ?? "outside of main"}`;
  });
}

for (const place of PLACES) {
  test(`${place.name}: readable for everybody, in light and dark, wide and on a phone`, async ({
    as,
    visitor,
    watch,
  }) => {
    if (place.isMissing) watch.expectNotFound();
    const page = place.as ? await as(place.as) : await visitor();
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    const answer = await page.goto(await pathOf(place));
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toBeVisible();
    await expect(page).toHaveTitle(/Revenue OS$/);
    if (place.isMissing) {
      await expect(heading).toHaveText(/^There is no such page/);
      const noindex = page.locator('meta[name="robots"][content="noindex"]').first();
      if (answer?.status() !== 404) await expect(noindex).toBeAttached();
    } else expect(answer?.status()).toBe(200);
    await page.waitForLoadState("networkidle");
    await page.evaluate(AXE);
    for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
      await page.setViewportSize(viewport);
      if (size === "phone") await expect.poll(() => sidewaysOverflow(page), { timeout: 3000 }).toBeNull();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
        // Between light and dark the document stays the same and only its colours differ.
        const rules = colorScheme === "dark" ? OF_COLOUR : undefined;
        expect(await seriousFaults(page, rules), `${place.name}, ${size}, ${colorScheme}`).toEqual([]);
      }
    }
  });
}

test("axe would find a fault if there were one", async ({ as }) => {
  const page = await as(brackwater.lead);
  await page.goto("/c/brackwater/requests");
  // A node put in before the page has come alive is a mismatch of its own, and another fault than the one meant.
  await page.waitForLoadState("networkidle");
  await page.evaluate(AXE);
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "/icon.svg";
    document.querySelector("main")?.append(image);
  });
  expect(await seriousFaults(page)).toContainEqual(expect.stringMatching(/^image-alt/));
});
