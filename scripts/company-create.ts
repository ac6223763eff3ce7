// npm run company:create -- --name "Acme Systems" --slug acme --plan-start 2026-01-01 --admin-name "Ada Byron"
// --admin-email ada@acme.example [--policy FOLDER]: makes a company with a policy in force and its first administrator,
// whose one-time password is printed once.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ARTIFACT_NAMES } from "@/kernel/enforcement";
import { createCompany, createCompanyInput } from "@/lib/commands/create-company";
import { connect, disconnect } from "@/lib/db/client";
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
  await withProjectDatabase(async ({ appUrl }) => {
    connect(appUrl);
    try {
      const created = await createCompany(parsed.data, artifacts, new Date());
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

function readPolicy(folder: string): Record<string, unknown> {
  return Object.fromEntries(
    ARTIFACT_NAMES.map((name) => {
      const file = join(folder, `${name}.json`);
      if (!existsSync(file))
        throw new Error(`There is no ${file}: --policy names a folder with the four artifacts.`);
      return [name, JSON.parse(readFileSync(file, "utf8"))];
    }),
  );
}
