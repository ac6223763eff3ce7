import type { Transaction } from "../db/tenant-transaction";

export type StoredFile = { tenantId: string; attachmentId: string };

/**
 * Where the bytes of attachments are. What is put belongs to the transaction that says so: a store outside of the
 * database would keep what was rolled back until it is swept, and would hand out nothing that no row names.
 */
export interface AttachmentStore {
  put(tx: Transaction, file: StoredFile, content: Buffer): Promise<void>;
  /** Null when it is not there. */
  get(tx: Transaction, file: StoredFile): Promise<Buffer | null>;
}

/** In the company's own rows: under its isolation, in its backups, and held to the hash by the database. */
export const databaseStore: AttachmentStore = {
  async put(tx, file, content) {
    await tx.attachmentContent.create({
      data: { ...file, content: new Uint8Array(content) },
      select: { tenantId: true },
    });
  },
  async get(tx, file) {
    const row = await tx.attachmentContent.findUnique({
      where: { tenantId_attachmentId: file },
      select: { content: true },
    });
    return row && Buffer.from(row.content);
  },
};
