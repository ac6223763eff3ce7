/** `5000` is `$5,000`, on every machine alike. */
export function usdText(value: number): string {
  const [whole = "", cents] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return cents === undefined ? `$${grouped}` : `$${grouped}.${cents}`;
}
