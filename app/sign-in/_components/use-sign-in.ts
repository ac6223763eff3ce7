"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import type { ShownFailure } from "@/components/ui/failure-alert";

/** One sentence for every refusal: who reads it learns nothing about which part was wrong. */
export const REFUSED: ShownFailure = {
  code: "SIGN_IN_FAILED",
  message:
    "The e-mail address or the password is not right. After several failed attempts signing in pauses for 15 minutes.",
};
const UNREACHABLE: ShownFailure = {
  code: "UNREACHABLE",
  message: "The server did not answer. Check the connection and try again.",
};

export type SignInState = {
  /** Who is being signed in. */
  pending: string | null;
  failure: ShownFailure | null;
  enter: (email: string, password: string, returnPath: string) => Promise<void>;
};

export function useSignIn(initial: ShownFailure | null = null): SignInState {
  const [pending, setPending] = useState<string | null>(null);
  const [failure, setFailure] = useState(initial);

  async function enter(email: string, password: string, returnPath: string): Promise<void> {
    setPending(email);
    setFailure(null);
    try {
      const answer = await signIn("credentials", { email, password, redirect: false });
      if (answer?.ok) {
        // A whole new document: it carries nothing over from the signed-out one.
        window.location.assign(returnPath);
        return;
      }
      setFailure(REFUSED);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      setFailure(UNREACHABLE);
    }
    setPending(null);
  }

  return { pending, failure, enter };
}
