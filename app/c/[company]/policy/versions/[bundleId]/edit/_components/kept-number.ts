/** Whether a number is kept as it is typed, and what to say of one that is not. */
import { brief } from "./brief";

type Kept = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

/** A decimal in digits, with `-`, `.` and an exponent; everybody calls it with what is one. */
export function keptAs(decimal: string): Kept {
  const value = Number(decimal);
  if (!isStorableNumber(value) || (value === 0 && /[1-9]/.test(decimal.replace(/e.*/i, ""))))
    return { ok: false, message: "a number is 0, or between 0.000001 and 1e21 in size" };
  const nearest = String(value);
  if (digitsOf(decimal) !== digitsOf(nearest))
    return { ok: false, message: `a number with so many digits is not kept; the nearest is ${nearest}` };
  return { ok: true, value };
}

/** Whether a number can be stored and hashed: the database writes others with more digits than a browser does. */
export function isStorableNumber(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-6 && size < 1e21);
}

/** The digits that count, and where the point stands among them: the same for every spelling of one number. */
function digitsOf(decimal: string): string {
  const [mantissa = "", power = "0"] = decimal.toLowerCase().replace(/^-/, "").split("e");
  const [whole = "", part = ""] = mantissa.split(".");
  const digits = (whole + part).replace(/^0+/, "");
  const leading = (whole + part).length - digits.length;
  const counting = digits.replace(/0+$/, "");
  return counting === "" ? "0" : `${counting}@${whole.length - leading + Number(power)}`;
}

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** What is typed into a box for a figure: a number, nothing (null), or what is wrong with it and what to write. */
export function typedFigure(
  typed: string,
): { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly message: string } {
  if (typed === "") return { ok: true, value: null };
  if (NUMBER.test(typed)) return keptAs(typed);
  const plain = typed
    .replace(/[−–]/g, "-")
    .replace(/^\+/, "")
    .replace(/(\d)[,\s'’](?=\d{3}(?!\d))/g, "$1");
  const bare = plain.replace(/^(-?)\s*(?:US\$|\$|USD)\s*/i, "$1").replace(/\s*(?:%|USD|x|months?)$/i, "");
  const thousands = /^(-?\d+(?:\.\d+)?)\s*([km])$/i.exec(bare);
  const scaled = thousands
    ? String(Number(thousands[1]) * (thousands[2]?.toLowerCase() === "k" ? 1e3 : 1e6))
    : bare;
  const meant = NUMBER.test(scaled) && keptAs(scaled).ok ? `; write ${scaled}` : "; write digits alone";
  return { ok: false, message: `“${brief(typed)}” is not a number${meant}` };
}
