// The parts of which the address of a list's next page is made. What only looks like them (a day that no calendar has, an
// id of thirty-six hyphens) would be a fault of the database instead of the first page.

/** A moment in milliseconds, up to the year 2286. */
export const CURSOR_MOMENT = "\\d{1,13}";
export const CURSOR_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** What most lists are ordered by. */
export const MOMENT_AND_ID = new RegExp(`^${CURSOR_MOMENT}\\.${CURSOR_ID}$`);
