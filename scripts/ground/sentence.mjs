// What goes wrong on somebody's machine is told in one sentence that says what to do; a stack trace helps nobody there.

/** An error whose message is already that sentence. */
export class Sentence extends Error {}

/** Thrown through everything when the person stops the program. */
export class Stopped extends Error {
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

const BY_CODE = {
  ENOSPC: () => "The disk is full: free some space and run the command again.",
  EDQUOT: () => "Your disk quota is used up: free some space and run the command again.",
  EACCES: (error) =>
    `${error.path ?? "A folder"} cannot be written by this user: change its owner, or run as the user who made it.`,
  EPERM: (error) => `${error.path ?? "A file"} belongs to another user: run as the user who made it.`,
  EROFS: (error) =>
    `${error.path ?? "The folder"} lies on a read-only disk: set REVENUE_OS_DATA_DIR to a folder that can be written.`,
  EMFILE: () => "Too many files are open: raise the limit (ulimit -n 4096) and run the command again.",
};

const DISK_IS_FULL = /ENOSPC|no space left on device|Disk quota exceeded|EDQUOT/i;
const MEMORY_IS_SHORT = /JavaScript heap out of memory|Cannot allocate memory|ENOMEM/i;

export function sentenceFor(error) {
  if (error instanceof Sentence) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const told = sentenceInOutput(message);
  if (told !== null) return told;
  const byCode = BY_CODE[error?.code];
  return byCode && error.path !== undefined ? byCode(error) : message.split("\n")[0];
}

/** The reason hidden in what a program such as npm printed, if it is one of those a person can do something about. */
export function sentenceInOutput(output) {
  if (DISK_IS_FULL.test(output)) return BY_CODE.ENOSPC();
  if (MEMORY_IS_SHORT.test(output))
    return "There is too little memory: close other programs and run the command again.";
  return null;
}
