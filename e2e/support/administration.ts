// People who are made for one story, so that what happens to them happens to nobody else.
import { expect, type Page } from "@playwright/test";
import type { Person } from "./people";
import { textOf } from "./requests";

const NEW_PASSWORD = "a-password-of-my-own-7";

/** An administrator's page invites somebody; the first password is on the screen this once. */
export async function invite(
  admin: Page,
  company: string,
  role: string,
  called?: string,
): Promise<Required<Person>> {
  const unique = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  const name = called ?? `Newcomer ${unique}`;
  const email = `newcomer.${unique}@${company}.example`;
  await admin.goto(`/c/${company}/admin/people`);
  await admin.getByLabel("Name", { exact: true }).fill(name);
  await admin.getByLabel("E-mail address").fill(email);
  await admin.getByLabel("Role", { exact: true }).selectOption(role);
  await admin.getByRole("button", { name: "Invite" }).click();
  const secret = admin.getByRole("status").filter({ hasText: email }).getByTestId("secret");
  return { name, email, company, role, password: await textOf(secret) };
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The first sign-in leads to the choice of an own password and nowhere else. */
export async function takeUpInvitation(page: Page, person: Required<Person>): Promise<Required<Person>> {
  await page.goto("/sign-in");
  await signIn(page, person.email, person.password);
  await expect(page.getByText("Choose your own password first")).toBeVisible();
  await page.getByLabel("Present password").fill(person.password);
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("New password again").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();
  return { ...person, password: NEW_PASSWORD };
}
