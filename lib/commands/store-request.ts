import type { Transaction } from "../db/tenant-transaction";
import type { RequestContent } from "../queries/request-content";
import type { RequestRow } from "../queries/request-row";

/** The next number of the company's own series: REQ-1, REQ-2 … A discarded draft leaves its number unused. */
export async function nextReference(tx: Transaction, tenantId: string): Promise<string> {
  const { nextRequestNumber } = await tx.tenant.update({
    where: { id: tenantId },
    data: { nextRequestNumber: { increment: 1 } },
    select: { nextRequestNumber: true },
  });
  return `REQ-${nextRequestNumber - 1}`;
}

/** What the request would cost, where its gate states an amount. */
export function amountOf({ details }: RequestContent): number | null {
  if ("amount_usd" in details) return details.amount_usd ?? null;
  if ("amount_usd_per_month" in details) return details.amount_usd_per_month ?? null;
  return null;
}

/** Puts what was submitted in the place of what stood there before. */
export async function storeContent(
  tx: Transaction,
  { tenantId, id }: Pick<RequestRow, "tenantId" | "id">,
  content: RequestContent,
  { revision, at }: { revision: number; at: Date },
): Promise<void> {
  const mine = { tenantId, requestId: id };
  await tx.$executeRaw`
    update requests set title = ${content.title}, details = ${JSON.stringify(content.details)}::jsonb,
      amount_usd = ${amountOf(content)}::numeric, draft = null, revision = ${revision},
      submitted_at = ${at}, updated_at = ${at}
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
  await tx.exceptionOffset.deleteMany({ where: mine });
  await tx.requestException.deleteMany({ where: mine });
  await tx.roiCase.deleteMany({ where: mine });
  if (content.roi_case) {
    const [expectedRoiLow, expectedRoiHigh] = content.roi_case.expected_roi_band;
    await tx.roiCase.create({
      data: { ...mine, summary: content.roi_case.summary, expectedRoiLow, expectedRoiHigh },
    });
  }
  for (const { exception_id: exceptionId, offset } of content.exceptions) {
    await tx.requestException.create({ data: { ...mine, exceptionId } });
    if (!offset) continue;
    const { description, amount_usd: amountUsd } = offset;
    await tx.exceptionOffset.create({ data: { ...mine, exceptionId, description, amountUsd } });
  }
}

/** A new request, which begins as a draft. */
export async function createDraft(
  tx: Transaction,
  request: {
    tenantId: string;
    requestedBy: string;
    gateId: string;
    title: string;
    draft?: unknown;
    at: Date;
  },
): Promise<{ id: string; reference: string }> {
  const { tenantId, requestedBy, gateId, title, draft, at } = request;
  return tx.request.create({
    data: {
      tenantId,
      reference: await nextReference(tx, tenantId),
      gateId,
      title,
      status: "DRAFT",
      requestedBy,
      details: {},
      ...(draft !== undefined && { draft: JSON.parse(JSON.stringify(draft)) }),
      createdAt: at,
      updatedAt: at,
    },
    select: { id: true, reference: true },
  });
}
