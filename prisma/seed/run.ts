// npx tsx prisma/seed/run.ts [anchor]: makes the demonstration companies in DATABASE_URL's database, up to the
// given moment or to now.
import { disconnect } from "../../lib/db/client";
import { seedDemo } from "./index";

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error("DATABASE_URL names the database in which to make the demonstration.");
const anchor = process.argv[2] ? new Date(process.argv[2]) : new Date();
const began = Date.now();
await seedDemo({ databaseUrl, anchor, onProgress: (line) => process.stdout.write(`${line}\n`) });
await disconnect();
process.stdout.write(`Done in ${((Date.now() - began) / 1000).toFixed(1)} s.\n`);
