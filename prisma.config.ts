import { defineConfig } from "prisma/config";

// The URL is only used by Prisma's own command line (for example `prisma migrate deploy` on a build server);
// the application itself connects through lib/db.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL ?? "postgresql://localhost/revenue_os" },
});
