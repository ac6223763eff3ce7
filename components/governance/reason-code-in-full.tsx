import Link from "next/link";
import { type ReasonCode, reasonCode } from "@/kernel/enforcement/reason-codes";

/** A reason code written out: its title and what to do about it. */
export function ReasonCodeInFull({
  code,
  href,
  linkClass,
}: {
  code: ReasonCode;
  href: string;
  linkClass?: string;
}) {
  const { title, remedy } = reasonCode(code);
  return (
    <p>
      <strong>
        <Link href={href} className={linkClass}>
          {code}
        </Link>{" "}
        {title}.
      </strong>{" "}
      {remedy}
    </p>
  );
}
