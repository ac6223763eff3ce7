// `npm start`: from a fresh clone, or from whatever an interruption left, to a running application.
import { nodeIsNewEnough } from "./ground/node-version.mjs";

if (nodeIsNewEnough()) import("./ground/main.mjs").then((main) => main.start());
