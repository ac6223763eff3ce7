/**
 * The share of Student's t distribution that lies within ±t: how sure one may be that a difference of t standard errors
 * is no accident. By the regularised incomplete beta function as a continued fraction (Lentz), which plain arithmetic
 * carries out alike on every machine.
 */
const TINY = 1e-300;
const MOST_TERMS = 200;
const CLOSE_ENOUGH = 1e-12;
const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
  -5.395239384953e-6,
];

export function shareWithin(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return 1;
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  return 1 - incompleteBeta(x, degreesOfFreedom / 2, 0.5);
}

function logGamma(z: number): number {
  const series = LANCZOS.reduce((sum, factor, index) => sum + factor / (z + index + 1), 1.000000000190015);
  const base = z + 5.5;
  return Math.log((2.5066282746310007 * series) / z) - base + (z + 0.5) * Math.log(base);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  // The fraction converges fast on this side only; the other side follows from it.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < CLOSE_ENOUGH) break;
  }
  return fraction;
}
