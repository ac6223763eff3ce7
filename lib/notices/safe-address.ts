import { lookup as resolve } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Why an address is not posted to. */
export class UnsafeAddress extends Error {}

/** Addresses of nobody in particular: this machine, private networks, the cloud's own services, ranges for special use. */
const INTERNAL = new BlockList();
const V4_RANGES: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
for (const [net, prefix] of V4_RANGES) INTERNAL.addSubnet(net, prefix, "ipv4");
/** The one part of IPv6 that is given out to the public, and what in it carries an IPv4 address or is for special use. */
const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet("2000::", 3, "ipv6");
const V6_RANGES: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];
for (const [net, prefix] of V6_RANGES) INTERNAL.addSubnet(net, prefix, "ipv6");
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Whether an address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !INTERNAL.check(address, "ipv4");
  return family === 6 && PUBLIC_V6.check(address, "ipv6") && !INTERNAL.check(address, "ipv6");
}

export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

const LOCAL_NAME = /^(localhost|.*\.localhost)\.?$/i;

/**
 * An address that somebody typed: https, no password in it, no name of this machine. Outside of production this machine
 * may be named, over http too, so that a webhook can be tried out.
 */
export function readAddress(text: string, localAllowed: boolean): URL {
  if (!URL.canParse(text)) throw new UnsafeAddress("This is no address. It begins with https://");
  const url = new URL(text);
  const host = bareHost(url);
  const isLocal = LOCAL_NAME.test(host) || (isIP(host) !== 0 && isLoopbackAddress(host));
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal && localAllowed))
    throw new UnsafeAddress("The address must begin with https://");
  if (url.username !== "" || url.password !== "")
    throw new UnsafeAddress("The address must not hold a user or a password.");
  if (isLocal ? !localAllowed : isIP(host) !== 0 && !isPublicAddress(host))
    throw new UnsafeAddress("The address is inside a private network; notices go to public addresses only.");
  return url;
}

/** Without the brackets of IPv6. The URL parser has made 127.0.0.1 of 0x7f.1 and 2130706433 by then. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1");

/**
 * Finds a name's addresses for the connection itself. What is judged is what is connected to, so a name that answers
 * with another address the second time (DNS rebinding) gains nothing; one internal address among several is enough to
 * refuse them all.
 */
export function guardedLookup(localAllowed: boolean, find: typeof resolve = resolve): LookupFunction {
  return (hostname, options, callback) => {
    const mayBeLocal = localAllowed && LOCAL_NAME.test(hostname);
    find(hostname, { all: true, family: options.family, hints: options.hints }).then(
      (found) => {
        const refused = found.some(
          ({ address }) => !isPublicAddress(address) && !(mayBeLocal && isLoopbackAddress(address)),
        );
        const [first] = found;
        if (refused || !first) {
          const words = "The name leads into a private network; notices go to public addresses only.";
          return callback(new UnsafeAddress(words), "", 0);
        }
        if (options.all) return callback(null, found);
        return callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}
