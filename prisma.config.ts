import { defineConfig } from "prisma/config";

// `prisma generate` needs no database. `prisma migrate deploy` on a database of your own reads the owner's address.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL ?? "" },
});
