// `npm start`: from a fresh clone, or from whatever an interruption left, to a running application.
// This file must be readable by an old Node, so that an old Node can say that it is one.
import process from "node:process";

const NEEDED = [20, 9, 0];

function isTooOld(version) {
  const parts = version.split(".").map(Number);
  const different = NEEDED.findIndex((part, index) => parts[index] !== part);
  return different >= 0 && parts[different] < NEEDED[different];
}

if (isTooOld(process.versions.node)) {
  const needed = NEEDED.join(".");
  console.error(
    `Revenue OS needs Node ${needed} or newer and this is ${process.versions.node}: install a newer Node.`,
  );
  process.exitCode = 1;
} else {
  import("./ground/main.mjs").then((main) => main.start());
}
