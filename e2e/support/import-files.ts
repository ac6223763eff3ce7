// Files of figures: as a browser sends them, and as a finance system of another country writes them.
import { expect, type Page } from "@playwright/test";
import { ADDRESS } from "./server";
import { untilStill } from "./story";

export type Lines = readonly (readonly (string | number)[])[];

export const csvOf = (lines: Lines, separator = ","): string =>
  lines.map((line) => line.join(separator)).join("\r\n");

/** Sends a file without a browser and answers as the server did. */
export async function sendFigures({
  company,
  kind,
  name,
  body,
  cookie,
  origin = ADDRESS,
}: {
  company: string;
  kind: string;
  name: string;
  body: string;
  cookie: string;
  origin?: string;
}): Promise<{ status: number; importId: string; detail: string }> {
  const query = new URLSearchParams({ kind, name });
  const response = await fetch(`${ADDRESS}/api/imports/${company}?${query}`, {
    method: "POST",
    headers: { cookie, origin, "content-type": "application/octet-stream" },
    body,
    redirect: "manual",
  });
  const { importId = "", detail = "" }: { importId?: string; detail?: string } = await response.json();
  return { status: response.status, importId, detail };
}

/** Until each row has its fate; small files are through at once. */
export async function untilStaged(company: string, importId: string, cookie: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const response = await fetch(`${ADDRESS}/c/${company}/imports/${importId}/progress`, {
          headers: { cookie },
        });
        return (await response.json()).status;
      },
      { message: "the file is read" },
    )
    .toBe("STAGED");
}

export type ChosenFile = { name: string; body: string | Buffer };

/** Chooses a kind and a file on the page of imports, and sends it. */
export async function upload(page: Page, kind: string, { name, body }: ChosenFile): Promise<void> {
  const form = page.getByRole("form", { name: "Upload figures" });
  await form.getByLabel("What the file holds").selectOption({ label: kind });
  await form.locator("input[type=file]").setInputFiles({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(body),
  });
  await form.getByRole("button", { name: "Upload and read" }).click();
}

/** Uploads a file that is taken: its own page opens. */
export async function openUpload(page: Page, company: string, kind: string, file: ChosenFile): Promise<void> {
  await page.goto(`/c/${company}/imports`);
  await upload(page, kind, file);
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(file.name);
}

/** Applies the import whose page is open, by the dialog that says what will be written. */
export async function apply(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Apply this import?" });
  await dialog.getByRole("button", { name: "Apply the import" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Applied", exact: true })).toBeVisible();
  await untilStill(page);
}
