import type { Finding } from "../policy";
import { type ReasonCode, reasonCode } from "../reason-codes";

/** A finding with the code's own remedy. `position` counts characters from 1. */
export function finding(code: ReasonCode, path: string, message: string, position?: number): Finding {
  const { remedy } = reasonCode(code);
  return position === undefined ? { code, path, message, remedy } : { code, path, position, message, remedy };
}

/** `trigger_spec.triggers[3].threshold.pass, character 14: expected a number`. */
export function findingText({ path, position, message }: Finding): string {
  return position === undefined ? `${path}: ${message}` : `${path}, character ${position}: ${message}`;
}
