// npm run operator:create -- --name "Robin Platt" --email robin@platform.example: makes an operator of the platform, whose
// one-time password is printed once. `-- --end robin@platform.example` takes the operator's rights away again.
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import type { Client } from "pg";
import * as z from "zod";
import { initialPassword } from "@/lib/auth/initial-password";
import { hashPassword } from "@/lib/auth/password";
import { withClient } from "./database/prepare";
import { withProjectDatabase } from "./database/project-database";

const USAGE = 'Usage: npm run operator:create -- --name "NAME" --email EMAIL, or -- --end EMAIL';

const email = z.email("give an address, such as name@company.com.").max(320).toLowerCase();
const newOperatorSchema = z.strictObject({
  name: z.string().trim().min(1, "give the operator a name.").max(120),
  email,
});
const endSchema = z.strictObject({ end: email });

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { name: { type: "string" }, email: { type: "string" }, end: { type: "string" } },
  });
  const work = "end" in values ? ending(values) : making(values);
  console.log(await withProjectDatabase(({ ownerUrl }) => asOwner(ownerUrl, work)));
}

type Values = { name?: string; email?: string; end?: string };
/** Answers with the sentence to print once all of it is done. */
type Work = (owner: Client) => Promise<string>;

function making({ name = "", email = "" }: Values): Work {
  const operator = accepted(newOperatorSchema, { name, email });
  return async (owner) => {
    const { password, expiresAt } = initialPassword(new Date());
    // A person is inserted by a company, of which the policy only asks that one is named: where one role is both the
    // owner and the application, there is no policy for maintenance, and the operator belongs to no company.
    await owner.query(
      "select set_config('app.tenant_id', $1, true), set_config('app.sign_in_email', $2, true)",
      [randomUUID(), operator.email],
    );
    const { rowCount } = await owner.query(
      `insert into users (email, name, password_hash, password_expires_at, is_operator) values ($1, $2, $3, $4, true)
       on conflict (email) do nothing`,
      [operator.email, operator.name, await hashPassword(password), expiresAt],
    );
    if (rowCount === 0) {
      throw new Error(`${operator.email} has an account already: give the operator an address of their own.`);
    }
    return `${operator.email} signs in as an operator with ${password} within seven days, and then chooses a password.`;
  };
}

function ending(values: Values): Work {
  if (values.name !== undefined || values.email !== undefined) throw new Error(USAGE);
  const { end } = accepted(endSchema, { end: values.end });
  return async (owner) => {
    await owner.query("select set_config('app.sign_in_email', $1, true)", [end]);
    const found = await owner.query<{ id: string }>(
      `select id, set_config('app.user_id', id::text, true) from users where email = $1 and is_operator`,
      [end],
    );
    if (found.rowCount === 0) throw new Error(`No operator signs in with ${end}.`);
    await owner.query("update users set is_operator = false where id = $1", [found.rows[0]?.id]);
    return `${end} is no operator any more. The account stays, and sees what companies show it as a member.`;
  };
}

function accepted<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`--${String(issue?.path[0])}: ${issue?.message} ${USAGE}`);
}

/** In one transaction, in maintenance: the owner may then read and write every person. */
function asOwner(ownerUrl: string, work: Work): Promise<string> {
  return withClient(ownerUrl, async (owner) => {
    await owner.query("begin");
    const { rows } = await owner.query<{ owns: boolean }>(
      `select pg_has_role(current_user, relowner, 'USAGE') as owns, set_config('app.maintenance', 'on', true)
       from pg_class where oid = 'users'::regclass`,
    );
    if (!rows[0]?.owns)
      throw new Error("Only the owner of the tables makes an operator: set DATABASE_OWNER_URL.");
    const sentence = await work(owner);
    await owner.query("commit");
    return sentence;
  });
}
