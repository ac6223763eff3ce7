import { qrPath } from "./qr-path";

/** A text as a QR code: dark on white in either colour scheme, because cameras read no other. */
export function QrCode({ text, label, width }: { text: string; label: string; width: number }) {
  const { path, size } = qrPath(text);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width={width}
      height={width}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
