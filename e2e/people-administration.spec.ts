import { invite, takeUpInvitation } from "./support/administration";
import { larkfield } from "./support/people";
import { expect, test } from "./support/story";

test("An administrator invites a person, changes the role, and each step stands in the log", async ({
  as,
  visitor,
}) => {
  const admin = await as(larkfield.admin);
  const page = await visitor();
  const person = await takeUpInvitation(page, await invite(admin, "larkfield", "Team lead"));
  await test.step("as a team lead they may ask, and cannot sign", async () => {
    await page.goto("/c/larkfield");
    const navigation = page.getByRole("navigation", { name: "Pages of the company" });
    await expect(navigation.getByRole("link", { name: /Requests/ })).toBeVisible();
    await expect(navigation.getByRole("link", { name: /People/ })).toHaveCount(0);
  });
  await test.step("the role is changed to Auditor", async () => {
    await admin.goto("/c/larkfield/admin/people");
    await admin.getByRole("button", { name: `Change access of ${person.name}` }).click();
    await admin.getByRole("menuitem", { name: "Change role or team" }).click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByLabel("Role").selectOption("Auditor");
    await dialog.getByRole("button", { name: "Change", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(admin.getByRole("row", { name: new RegExp(person.name) })).toContainText("Auditor");
  });
  await test.step("from the next click on they read and ask for nothing", async () => {
    await page.goto("/c/larkfield/requests/new");
    await expect(page.getByRole("heading", { name: "Your role asks for nothing" })).toBeVisible();
  });
  await test.step("invitation and change stand in the log with the administrator's name", async () => {
    await admin.goto(`/c/larkfield/log?kind=access_change&q=${encodeURIComponent(person.name)}`);
    const rows = admin.getByRole("row").filter({ hasText: person.name });
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText("Oskar Lindgren");
  });
});

test("Whoever is no administrator is told whose place it is", async ({ as }) => {
  for (const person of [larkfield.cfo, larkfield.auditor]) {
    const page = await as(person);
    for (const place of ["people", "api-keys"]) {
      await page.goto(`/c/larkfield/admin/${place}`);
      await expect(page.getByRole("heading", { level: 1, name: "Not for your role" })).toBeVisible();
      await expect(page.getByLabel("E-mail address")).toHaveCount(0);
    }
  }
});
