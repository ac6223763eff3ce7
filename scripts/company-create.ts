// npm run company:create -- --name "Acme Systems" --slug acme --plan-start 2026-01-01 --admin-name "Ada Byron"
// --admin-email ada@acme.example [--policy FOLDER]: makes a company with a policy in force and its first administrator,
// whose one-time password is printed once.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createCompany, createCompanyInput } from "@/lib/commands/create-company";
import { connect, disconnect } from "@/lib/db/client";
import { faultText } from "@/lib/policy/publication/set-files";
import { readSetFolder } from "@/lib/policy/publication/set-folder";
import { artifactsOf, verifySet } from "@/lib/policy/publication/verify-set";
import { projectRoot } from "./database/project";
import { withProjectDatabase } from "./database/project-database";

const OPTIONS = {
  name: { type: "string" },
  slug: { type: "string" },
  "plan-start": { type: "string" },
  "admin-name": { type: "string" },
  "admin-email": { type: "string" },
  policy: { type: "string" },
} as const;
const FLAG_OF: Record<string, string> = {
  planStart: "plan-start",
  adminName: "admin-name",
  adminEmail: "admin-email",
};

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const parsed = createCompanyInput.safeParse({
    name: values.name ?? "",
    slug: values.slug ?? "",
    planStart: values["plan-start"] ?? "",
    adminName: values["admin-name"] ?? "",
    adminEmail: values["admin-email"] ?? "",
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = String(issue?.path[0]);
    throw new Error(`--${FLAG_OF[field] ?? field}: ${issue?.message}`);
  }
  const artifacts = readPolicy(
    resolve(values.policy ?? join(projectRoot(), "docs", "policy", "vsf-TEST-CFO-001")),
  );
  // A test that holds the application's clock holds this one with it.
  const at = new Date(process.env.REVENUE_OS_TEST_NOW || Date.now());
  await withProjectDatabase(async ({ appUrl }) => {
    connect(appUrl);
    try {
      const created = await createCompany(parsed.data, artifacts, at);
      if (!created.ok) throw new Error(created.failure.message);
      const { slug, policyHash, password } = created.value;
      console.log(`${parsed.data.name} is at /c/${slug}, governed by policy 1.0.0 (${policyHash}).`);
      console.log(
        password === null
          ? `${parsed.data.adminEmail} has an account already and is its administrator now.`
          : `${parsed.data.adminEmail} signs in with ${password} within seven days, and then chooses a password.`,
      );
    } finally {
      await disconnect();
    }
  });
}

/** The artifacts of a published set; one that is not whole and unaltered governs nobody. */
function readPolicy(folder: string): Record<string, unknown> {
  if (!existsSync(folder))
    throw new Error(`There is no ${folder}: --policy names the folder of a policy set.`);
  const { data, faults } = verifySet(readSetFolder(folder));
  const [fault] = faults;
  if (fault) throw new Error(`${folder} is no policy set that can be enforced: ${faultText(fault)}.`);
  return artifactsOf(data);
}
