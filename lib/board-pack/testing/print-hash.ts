// Renders the small pack in a process of its own and prints the hash of its bytes.
import { pdfHash } from "../hash";
import { renderPack } from "../pdf/render";
import { smallPack } from "./small-pack";

process.stdout.write(pdfHash(await renderPack(smallPack())));
