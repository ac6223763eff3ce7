export interface ProcessIdentity {
  pid: number;
  began: string | null;
}
export function startMoment(pid: number): string | null;
export function identify(pid: number): ProcessIdentity;
export function isSameProcessAlive(identity: ProcessIdentity | null | undefined): boolean;
export function endProcessGroup(
  identity: ProcessIdentity,
  options?: { politeMs?: number; signal?: NodeJS.Signals },
): Promise<void>;
