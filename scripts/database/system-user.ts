// PostgreSQL refuses to run as root. When the project is run as root, the database runs as a user without privileges.
import { execFileSync } from "node:child_process";

export interface SystemUser {
  uid: number;
  gid: number;
}

function lookUp(name: string): SystemUser | null {
  try {
    const ask = (flag: string) =>
      Number(
        execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(),
      );
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return null;
  }
}

function createPostgresUser(): SystemUser | null {
  const flags = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"];
  try {
    execFileSync("useradd", flags, { stdio: "ignore" });
  } catch {
    return null;
  }
  return lookUp("postgres");
}

/** The user that PostgreSQL runs as: null means "whoever runs this program". */
export function databaseSystemUser(): SystemUser | null {
  if (process.platform === "win32" || process.getuid?.() !== 0) return null;
  const user = lookUp("postgres") ?? createPostgresUser() ?? lookUp("nobody");
  if (user === null) {
    throw new Error(
      "PostgreSQL cannot run as root, and no user named postgres could be created: run as an ordinary user.",
    );
  }
  return user;
}
