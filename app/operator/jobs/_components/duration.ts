/** How long a run took: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(from: Date, to: Date | null): string {
  if (to === null) return "—";
  const seconds = Math.max(0, (to.getTime() - from.getTime()) / 1000);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
