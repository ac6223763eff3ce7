export type Scale = { low: number; high: number; ticks: number[] };

const TICKS = 5;

/** Round steps around all values. The ends of the scale are ticks themselves. */
export function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = roundStep((most - least || Math.abs(most) || 1) / (TICKS - 1));
  const low = Math.floor(least / step) * step;
  const high = Math.max(Math.ceil(most / step) * step, low + step);
  const count = Math.round((high - low) / step);
  // In whole thousandths, so that steps of 0.1 do not add up to 0.30000000000000004.
  const ticks = Array.from({ length: count + 1 }, (_, at) => Math.round((low + at * step) * 1e3) / 1e3);
  return { low, high, ticks };
}

/** 1, 2 or 5 times a power of ten, the first that is not smaller. */
function roundStep(rough: number): number {
  let power = 1;
  while (power * 10 <= rough) power *= 10;
  while (power > rough) power /= 10;
  return ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
}
