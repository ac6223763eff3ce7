// `npm run validate:revenue-os` against the built application, signed in as the platform's operator: all six steps, and
// again on what the first run left behind. Runs last, because it moves the clocks of both companies.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ADDRESS, command, PROJECT } from "../support/server";
import { expect, test } from "../support/story";

const FIVE_MINUTES = 300_000;
const STEPS = ["verify_all", "run_cycle_1", "execute_actions", "record_results", "run_cycle_2", "verify_all"];

for (const time of ["first", "second"]) {
  test(`The validation loop holds in all six steps, the ${time} time`, async () => {
    test.setTimeout(FIVE_MINUTES);
    const { code, output } = await command("validate-revenue-os", "--url", ADDRESS);
    const lines = output.split("\n");
    expect(
      lines.filter((line) => /^\d\. /.test(line)).map((line) => line.slice(3)),
      "every step ran",
    ).toEqual(STEPS);
    expect(
      lines.filter((line) => line.includes("✗")),
      "no check fails",
    ).toEqual([]);
    for (const tenant of ["Tenant A", "Tenant B"])
      expect(
        lines.filter((line) => line.startsWith(`   ✓ ${tenant}: `)).length,
        `${tenant} was checked in every step`,
      ).toBeGreaterThan(25);
    expect(output).toContain("✓ tenant A and tenant B end in different places");
    expect(code).toBe(0);
  });
}

test("Without the operator's password the loop is not run", async () => {
  const before = process.env.VALIDATE_PASSWORD;
  process.env.VALIDATE_PASSWORD = "not the password";
  const { code, output } = await command("validate-revenue-os", "--url", ADDRESS);
  if (before === undefined) delete process.env.VALIDATE_PASSWORD;
  else process.env.VALIDATE_PASSWORD = before;
  expect([code, output.trim()]).toEqual([
    1,
    `operator@revenue-os.example could not sign in at ${ADDRESS}: set VALIDATE_EMAIL and VALIDATE_PASSWORD.`,
  ]);
});

test("The faults that tests put into the kernel are not in the build", () => {
  const built = join(PROJECT, process.env.NEXT_DIST_DIR ?? ".next", "server");
  const files = readdirSync(built, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(
    files.filter((name) => readFileSync(join(built, name), "utf8").includes("REVENUE_OS_FAULT")),
  ).toEqual([]);
});
