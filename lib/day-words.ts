// Days as text that is made here and not on a screen writes them: failures, notices, e-mails, the board pack. The same
// form as on the screens, which a server-side module cannot import.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `22 Nov 2026` of a day or of a moment as ISO 8601 writes it, in UTC. */
export function dayInWords(moment: string): string {
  const [year, month = "1", day = "1"] = moment.slice(0, 10).split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}
