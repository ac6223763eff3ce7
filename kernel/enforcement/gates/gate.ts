import type { GateId } from "../vocabulary";
import type { Consideration } from "./consideration";

/** The one signature of the four gates. A code for missing facts ends the evaluation of the request. */
export interface Gate {
  readonly id: GateId;
  readonly consider: (request: Consideration) => void;
}
