import { notFound, redirect } from "next/navigation";
import type { Account } from "./account";
import { requireAccount } from "./viewer";

/** For the pages of the platform's operator: to everybody else who is signed in they do not exist. */
export async function requireOperator(): Promise<Account> {
  const account = await requireAccount();
  if (account.mustChangePassword) redirect("/account");
  return account.isOperator ? account : notFound();
}
