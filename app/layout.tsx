import "@mantine/core/styles.css";
import "@mantine/dates/styles.css";
import "@mantine/notifications/styles.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ScreenHelpProvider } from "@/app/c/[company]/_components/screen-help-provider";
import { Providers } from "@/components/ui/providers";

export const metadata: Metadata = {
  title: { default: "Revenue OS", template: "%s · Revenue OS" },
  description: "Breakeven in 12 months without breaking growth, enforced.",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1d2129" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <Providers nonce={nonce}>
          <ScreenHelpProvider>{children}</ScreenHelpProvider>
        </Providers>
      </body>
    </html>
  );
}
