import { constraintOf } from "../constraint";
import type { KernelInput } from "../contract";
import { Figures } from "../figures";
import { type Entity, tenantViewOf } from "../tenant-view";

/** The row or settings that an action names. */
export function entityIn(input: KernelInput, { type, id }: { type: string; id: string }): Entity {
  const figures = new Figures(input.metrics);
  const constraint = constraintOf(input, figures);
  if (constraint === null) throw new Error("the input has no figure to steer by");
  const { entities } = tenantViewOf(input, figures, constraint, new Set(), "2026-11-22");
  const found = entities.find(({ ref }) => ref.type === type && ref.id === id);
  if (found === undefined) throw new Error(`there is no ${type} ${id}`);
  return found;
}
