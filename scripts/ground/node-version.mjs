// This file and who imports it must be readable by an old Node, so that an old Node can say that it is one.
const NEEDED = [20, 9, 0];

function isTooOld(version) {
  const parts = version.split(".").map(Number);
  const different = NEEDED.findIndex((part, index) => parts[index] !== part);
  return different >= 0 && parts[different] < NEEDED[different];
}

/** Says so in one sentence, and answers false, where this Node is too old for the project. */
export function nodeIsNewEnough() {
  if (!isTooOld(process.versions.node)) return true;
  console.error(
    `Revenue OS needs Node ${NEEDED.join(".")} or newer and this is ${process.versions.node}: install a newer Node.`,
  );
  process.exitCode = 1;
  return false;
}
