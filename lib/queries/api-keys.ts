import type { Viewer } from "../auth/viewer";
import { inTenant } from "../db/tenant-transaction";

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  state: "ACTIVE" | "EXPIRED" | "REVOKED";
  revokedAt: Date | null;
};

/** The company's keys, working ones first, newest first. */
export async function listApiKeys(viewer: Viewer, at: Date): Promise<ApiKeyRow[]> {
  const { keys, names } = await inTenant(viewer, async (tx) => {
    const keys = await tx.apiKey.findMany({
      where: { tenantId: viewer.tenantId },
      orderBy: { createdAt: "desc" },
    });
    const people = await tx.user.findMany({
      where: { id: { in: [...new Set(keys.map((key) => key.createdBy))] } },
      select: { id: true, name: true },
    });
    return { keys, names: new Map(people.map(({ id, name }) => [id, name])) };
  });
  const rows = keys.map((key): ApiKeyRow => {
    const expired = key.expiresAt !== null && at >= key.expiresAt;
    return {
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      scopes: key.scopes,
      createdBy: names.get(key.createdBy) ?? "—",
      createdAt: key.createdAt,
      lastUsedAt: key.lastUsedAt,
      expiresAt: key.expiresAt,
      state: key.revokedAt !== null ? "REVOKED" : expired ? "EXPIRED" : "ACTIVE",
      revokedAt: key.revokedAt,
    };
  });
  return rows.sort((a, b) => Number(a.state !== "ACTIVE") - Number(b.state !== "ACTIVE"));
}
