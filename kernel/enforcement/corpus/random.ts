/** A small seeded random source (mulberry32), so that every failure can be made again from its seed. */
/** A number from 0 up to, not including, 1. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}
export function pick<T>(random: Random, list: readonly T[]): T {
  if (list.length === 0) throw new Error("Nothing to pick from");
  return list[below(random, list.length)] as T;
}
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}
