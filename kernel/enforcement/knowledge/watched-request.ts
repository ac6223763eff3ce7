import type { GateRequest } from "../document";

/** The request with a note taken of each detail that is looked at: what a gate never reads, it cannot mind. */
export function watched(request: GateRequest, read: Set<string>): GateRequest {
  const details = new Proxy(request.details ?? {}, {
    getOwnPropertyDescriptor(target, name) {
      read.add(String(name));
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
  return { ...request, details } as GateRequest;
}
