import type { GateId, GateRequest } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { parseDetails, type RequestContent, requestContentSchema } from "./request-content";

/** A request with the parts without which it cannot be decided. */
export function findRequest(tx: Transaction, tenantId: string, reference: string) {
  return tx.request.findUnique({
    where: { tenantId_reference: { tenantId, reference } },
    include: {
      roiCase: true,
      exceptions: { include: { offset: true }, orderBy: { exceptionId: "asc" } },
      signoffs: { orderBy: { signedAt: "asc" } },
    },
  });
}

export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** The same, held until the transaction ends, so that two people cannot decide one request at once. */
export async function lockRequest(
  tx: Transaction,
  tenantId: string,
  reference: string,
): Promise<RequestRow | null> {
  await tx.$queryRaw`
    select id::text from requests
    where tenant_id = ${tenantId}::uuid and reference = ${reference} for update`;
  return findRequest(tx, tenantId, reference);
}

/** Signatures that count: approvals of the present revision. */
export function approvalsOf(row: RequestRow): RequestRow["signoffs"] {
  return row.signoffs.filter((each) => each.revision === row.revision && each.verdict === "APPROVE");
}

export function contentOf(row: RequestRow): RequestContent {
  return requestContentSchema.parse({
    gate_id: row.gateId,
    title: row.title,
    details: parseDetails(row.gateId as GateId, row.details),
    roi_case: row.roiCase && {
      summary: row.roiCase.summary,
      expected_roi_band: [Number(row.roiCase.expectedRoiLow), Number(row.roiCase.expectedRoiHigh)],
    },
    exceptions: row.exceptions.map(({ exceptionId, offset }) => ({
      exception_id: exceptionId,
      offset: offset && { description: offset.description, amount_usd: Number(offset.amountUsd) },
    })),
  });
}

/** The request as the kernel takes it. */
export function gateRequestOf(row: RequestRow): GateRequest {
  const { title: _title, ...content } = contentOf(row);
  return {
    ...content,
    request_id: row.reference,
    requested_by: row.requestedBy,
    signoffs: approvalsOf(row).map(({ role, signedBy, signedAt }) => ({
      role,
      by: signedBy,
      at: signedAt.toISOString(),
    })),
  };
}
