import { Text } from "@mantine/core";
import { formatNumber } from "@/components/ui/format";
import classes from "./request-band.module.css";

/** An expected return as the band it is, on a scale with the point at which it only pays itself back. */
export function RequestBand({ band: [low, high], unit }: { band: readonly [number, number]; unit: string }) {
  const from = Math.min(0, low);
  const to = Math.max(high * 1.15, 2);
  const at = (value: number) => `${(100 * (value - from)) / (to - from)}%`;
  return (
    <div>
      <Text fw={600} className="figure">
        {formatNumber(low, 4)} to {formatNumber(high, 4)} {unit}
      </Text>
      <div className={classes.scale} aria-hidden>
        <div className={classes.band} style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} />
        <div className={classes.even} style={{ left: at(1) }} />
        <span className={classes.evenLabel} style={{ left: at(1) }}>
          pays itself back
        </span>
      </div>
    </div>
  );
}
