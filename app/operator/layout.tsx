import type { Metadata } from "next";
import type { ReactNode } from "react";
import { UserMenu } from "@/app/c/[company]/_components/user-menu";
import { signOutAction } from "@/lib/actions/account";
import { requireOperator } from "@/lib/auth/operator";
import { currentAccount } from "@/lib/auth/viewer";
import { OperatorShell } from "./_components/operator-shell";

const WHO = "Platform operator";

export async function generateMetadata(): Promise<Metadata> {
  const account = await currentAccount();
  // A title that throws leaves the page that says "not found" without any.
  if (!account?.isOperator) return { title: "Not found" };
  return { title: { default: "Operator", template: "%s · Operator · Revenue OS" } };
}

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const { name, email } = await requireOperator();
  return (
    <OperatorShell userMenu={<UserMenu name={name} email={email} role={WHO} signOut={signOutAction} />}>
      {children}
    </OperatorShell>
  );
}
