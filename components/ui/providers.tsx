"use client";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { setNonce } from "get-nonce";
import { type ReactNode, useState } from "react";
import { cssVariables, theme } from "./theme";

/**
 * The nonce is kept as it was when the document loaded: that is the one its content security policy names,
 * while a later navigation brings the nonce of a document that is never loaded.
 */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const [documentNonce] = useState(() => {
    if (nonce) setNonce(nonce);
    return nonce ?? "";
  });
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => documentNonce}
    >
      {children}
      <Notifications position="bottom-right" />
    </MantineProvider>
  );
}
