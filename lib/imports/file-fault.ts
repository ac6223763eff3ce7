import { LIMITS, type Limit } from "./limits";

/** Why a file is not read at all: what is wrong with it, and what would make it right. */
export class FileFault extends Error {
  constructor(
    readonly what: string,
    readonly remedy: string,
  ) {
    super(`${what} ${remedy}`);
  }
}

export function refuseFile(what: string, remedy: string): never {
  throw new FileFault(what, remedy);
}

export function refuseOver(limit: Limit, where = "The file"): never {
  throw new FileFault(`${where} holds more than ${LIMITS[limit].holds}.`, LIMITS[limit].remedy);
}
