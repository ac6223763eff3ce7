import { invite, signIn, takeUpInvitation } from "./support/administration";
import { groupAuditor, larkfield, PASSWORD } from "./support/people";
import { textOf } from "./support/requests";
import { ADDRESS } from "./support/server";
import { expect, signInByRequest, test } from "./support/story";

const REFUSED =
  "The e-mail address or the password is not right. After several failed attempts signing in pauses for 15 minutes.";

test("A wrong password and an unknown address are refused in the same words", async ({ visitor, watch }) => {
  watch.expectRefusedSignIn();
  const page = await visitor();
  await page.goto("/sign-in");
  await signIn(page, larkfield.ceo.email, "not-the-password");
  await expect(page.getByRole("alert").filter({ hasText: REFUSED })).toBeVisible();
  await signIn(page, "nobody@larkfield.example", "not-the-password");
  await expect(page.getByRole("alert").filter({ hasText: REFUSED })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("Whoever follows a link while signed out signs in and arrives where the link led", async ({
  visitor,
}) => {
  const page = await visitor();
  await page.goto("/c/larkfield/defensive");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await signIn(page, larkfield.ceo.email, PASSWORD);
  await page.waitForURL("/c/larkfield/defensive");
  await expect(page.getByRole("heading", { level: 1, name: "Defensive status" })).toBeVisible();
});

test("A link that would lead out of the application after signing in leads home instead", async ({
  visitor,
}) => {
  const page = await visitor();
  await page.goto("/sign-in?callbackUrl=https://elsewhere.example/c/larkfield");
  await signIn(page, larkfield.ceo.email, PASSWORD);
  await page.waitForURL("/c/larkfield");
});

test("After five failures even the right password waits, and the words do not say so to a guesser", async ({
  as,
  visitor,
  watch,
}) => {
  watch.expectRefusedSignIn();
  const admin = await as(larkfield.admin);
  const person = await takeUpInvitation(await visitor(), await invite(admin, "larkfield", "Team lead"));
  const page = await visitor();
  await page.goto("/sign-in");
  for (const attempt of [1, 2, 3, 4, 5]) {
    const answered = page.waitForResponse(/callback\/credentials/);
    await signIn(page, person.email, `guess-number-${attempt}`);
    expect((await answered).status()).toBe(401);
  }
  await signIn(page, person.email, person.password);
  await expect(page.getByRole("alert").filter({ hasText: REFUSED })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("Signing out everywhere ends the session on the other device at once", async ({ as, visitor }) => {
  const admin = await as(larkfield.admin);
  const desk = await visitor();
  const person = await takeUpInvitation(desk, await invite(admin, "larkfield", "Team lead"));
  const phone = await visitor({ viewport: { width: 390, height: 844 } });
  await phone.goto("/sign-in");
  await signIn(phone, person.email, person.password);
  await phone.waitForURL("/c/larkfield");

  await desk.goto("/account");
  await expect(desk.getByText("This session")).toBeVisible();
  await desk.getByRole("button", { name: "Sign out everywhere" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await desk.waitForURL(/\/sign-in/);
  await phone.goto("/c/larkfield/requests");
  await expect(phone).toHaveURL(/\/sign-in/);
});

test("Whose membership is ended is out at the next click, and their sign-in leads to no company", async ({
  as,
  visitor,
  watch,
}) => {
  watch.expectNotFound();
  const admin = await as(larkfield.admin);
  const page = await visitor();
  const person = await takeUpInvitation(page, await invite(admin, "larkfield", "Team lead"));
  await page.goto("/c/larkfield/requests");
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();

  await admin.goto("/c/larkfield/admin/people");
  await admin.getByRole("button", { name: `Change access of ${person.name}` }).click();
  await admin.getByRole("menuitem", { name: "End membership" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "End membership" }).click();
  await expect(admin.getByRole("button", { name: `Change access of ${person.name}` })).toHaveCount(0);

  await page.goto("/c/larkfield/requests");
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toHaveCount(0);
  await expect(page.getByText("Larkfield Software")).toHaveCount(0);
});

test("A new first password ends every session of the person and works only for choosing another", async ({
  as,
  visitor,
}) => {
  const admin = await as(larkfield.admin);
  const page = await visitor();
  const person = await takeUpInvitation(page, await invite(admin, "larkfield", "Team lead"));
  await admin.goto("/c/larkfield/admin/people");
  await admin.getByRole("button", { name: `Change access of ${person.name}` }).click();
  await admin.getByRole("menuitem", { name: "New first password" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make a new password" }).click();
  const first = await textOf(dialog.getByTestId("secret"));

  await page.goto("/c/larkfield");
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, person.email, first);
  await page.waitForURL("/account");
  await page.goto("/c/larkfield");
  await expect(page).toHaveURL(/\/account/);
});

test("One person in two companies switches between them and sees each one's own", async ({ as }) => {
  const page = await as(groupAuditor);
  await page.goto("/c/larkfield");
  await expect(page.getByRole("banner")).toContainText("Larkfield Software");
  await page.getByRole("button", { name: "Company: Larkfield Software. Switch company" }).click();
  await page.getByRole("menuitem", { name: /Brackwater Systems/ }).click();
  await page.waitForURL("/c/brackwater");
  await expect(page.getByRole("button", { name: /^Company: Brackwater Systems/ })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Brackwater Systems" })).toBeVisible();
});

test("The session cookie is out of reach of scripts and of other sites", async ({ playwright }) => {
  const api = await playwright.request.newContext({ baseURL: ADDRESS });
  await signInByRequest(api, larkfield.ceo);
  const session = (await api.storageState()).cookies.find(({ name }) => name.includes("session"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await api.dispose();
});
