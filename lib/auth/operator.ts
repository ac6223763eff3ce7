import { notFound, redirect } from "next/navigation";
import { fail, type Result, succeed } from "../failures";
import type { Account } from "./account";
import { currentAccount, requireAccount } from "./viewer";

// Whoever runs the platform for many companies. Being one is no role in a company, and shows nothing of any: the
// database lets an operator see the companies' names, their jobs' runs and their weekly figures.

/** For the pages of the platform's operator: to everybody else who is signed in they do not exist. */
export async function requireOperator(): Promise<Account> {
  const account = await requireAccount();
  if (account.mustChangePassword) redirect("/account");
  return account.isOperator ? account : notFound();
}

/** For actions: the same check, answered as a result. */
export async function operatorForAction(): Promise<Result<Account>> {
  const account = await currentAccount();
  if (account === null) return fail("NOT_SIGNED_IN");
  if (account.mustChangePassword) return fail("FORBIDDEN", "Please choose a password of your own first.");
  return account.isOperator ? succeed(account) : fail("NOT_FOUND", "There is no such page.");
}
