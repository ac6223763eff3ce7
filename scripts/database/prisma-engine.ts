// Prisma's own engine, as WebAssembly from npm (its binary would have to be downloaded). It compares schema.prisma
// with the migrations, and confirms that Prisma reads our bookkeeping as its own.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { readMigrations } from "./migrations";
import { migrationsFolder, projectRoot } from "./project";

const LETTER_COLUMNS = new Set(["constraint_type", "confdeltype", "confupdtype"]);
const LETTERS_AS_TEXT = [
  ["constr.contype AS constraint_type", "constr.contype::text AS constraint_type"],
  ["con.confdeltype,", "con.confdeltype::text AS confdeltype,"],
  ["con.confupdtype,", "con.confupdtype::text AS confupdtype,"],
] as const;
const NO_FILTER = { externalTables: [], externalEnums: [] };

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/**
 * The stock adapter cuts a script at every semicolon, also inside function bodies; PostgreSQL takes it whole. It also
 * cannot read PostgreSQL's internal one-letter type, in which the engine asks for the kind of a constraint.
 */
function repaired(adapter: Adapter): Adapter {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const sql = LETTERS_AS_TEXT.reduce((text, [letter, asText]) => text.replace(letter, asText), query.sql);
    const result = await queryRaw({ ...query, sql });
    result.columnNames.forEach((name, index) => {
      if (LETTER_COLUMNS.has(name)) result.columnTypes[index] = ColumnTypeEnum.Character;
    });
    return result;
  };
  adapter.executeScript = async (script) => {
    const pool = adapter.underlyingDriver();
    if (pool instanceof pg.Pool) await pool.query(script);
  };
  return adapter;
}

function adapterFactory(url: string): PrismaPg {
  const factory = new PrismaPg({ connectionString: url });
  const connect = factory.connect.bind(factory);
  const connectToShadowDb = factory.connectToShadowDb.bind(factory);
  factory.connect = async () => repaired(await connect());
  factory.connectToShadowDb = async () => repaired(await connectToShadowDb());
  return factory;
}

let loaded: Promise<typeof SchemaEngine> | undefined;

async function loadEngine(): Promise<typeof SchemaEngine> {
  const folder = dirname(
    createRequire(join(projectRoot(), "package.json")).resolve("@prisma/schema-engine-wasm"),
  );
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  // Without this registry a fault inside the engine is reported as a fault of the report, and the call never returns.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        throw new Error(`Prisma's engine stopped: ${message}`);
      },
    },
  });
  const bytes = readFileSync(join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  const begin = instance.exports.__wbindgen_start;
  if (typeof begin === "function") begin();
  return bindings.SchemaEngine;
}

async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadEngine();
  const Engine = await loaded;
  const engine = await Engine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapterFactory(url)),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

function migrationList(): MigrationList {
  const folder = migrationsFolder();
  return {
    baseDir: folder,
    lockfile: {
      path: "migration_lock.toml",
      content: readFileSync(join(folder, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: readMigrations(folder).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

export function prismaSchema(): string {
  return readFileSync(join(projectRoot(), "prisma", "schema.prisma"), "utf8");
}

/** What would have to be migrated to make the tables what schema.prisma says; empty when they agree. */
export async function schemaDrift(url: string, schema = prismaSchema()): Promise<string> {
  return withEngine(url, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "migrations", ...migrationList() },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    });
    return exitCode === 0 ? "" : (stdout ?? "the engine gave no script");
  });
}

/** Prisma's own view of a database's migration history. */
export async function migrationHistory(url: string) {
  return withEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: migrationList(),
      optInToShadowDatabase: false,
      filters: NO_FILTER,
    }),
  );
}
