import { createHash } from "node:crypto";

/** A stream of pseudo-random choices that depends on nothing but its seed word. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  uuid(): string;
  /** Divides whole cents into parts that sum to exactly the total, each within `spread` of the mean. */
  split(totalCents: number, parts: number, spread?: number): number[];
}

/** sfc32, seeded from SHA-256 of the word: small, quick, and the same on every machine. */
export function createRandom(word: string): Random {
  const seed = createHash("sha256").update(word).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => seed.readInt32LE(offset)) as [
    number,
    number,
    number,
    number,
  ];
  const word32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  const next = () => word32() / 4_294_967_296;
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    pick: (list) => {
      const chosen = list[int(0, list.length - 1)];
      if (chosen === undefined) throw new RangeError("pick from an empty list");
      return chosen;
    },
    chance: (probability) => next() < probability,
    uuid: () => uuidOf([word32(), word32(), word32(), word32()]),
    split: (totalCents, parts, spread = 0.4) => {
      const weights = Array.from({ length: parts }, () => 1 + (next() * 2 - 1) * spread);
      return apportion(totalCents, weights);
    },
  };
}

/** Divides whole cents by weights; the rounding goes to the last part, so that the parts sum to the total. */
export function apportion(totalCents: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const parts = weights.map((weight) => Math.floor((totalCents * weight) / sum));
  const last = parts.length - 1;
  const rest = totalCents - parts.reduce((total, part) => total + part, 0);
  if (last >= 0) parts[last] = (parts[last] ?? 0) + rest;
  return parts;
}

/** A random UUID (version 4 in form) from 128 bits. */
function uuidOf(words: readonly number[]): string {
  const hex = words.map((each) => each.toString(16).padStart(8, "0")).join("");
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** An id that follows from a name alone, so that two parts of the seed can speak of the same person. */
export function namedUuid(name: string): string {
  return createRandom(`id:${name}`).uuid();
}
