// Imports of Larkfield's that an intruder aims at: bookings targets of quarters that lie long behind, which nothing reads.
import { callAction } from "./actions";
import type { Guarded } from "./guarded";
import { csvOf, sendFigures, untilStaged } from "./import-files";
import { larkfield, type Person } from "./people";

/** One import for each action; another quarter and another amount each, so that none restates what another stated. */
export async function makeImports(cookiesOf: (person: Person) => Promise<string>) {
  const cookie = await cookiesOf(larkfield.fpa);
  const year = 1950 + Math.floor(Math.random() * 60);
  const bring = async (quarter: 1 | 2 | 3 | 4) => {
    const body = csvOf([
      ["Quarter", "Target (USD)"],
      [`${year}-Q${quarter}`, 1_000 + Math.floor(Math.random() * 1e6)],
    ]);
    const name = `target-${quarter}.csv`;
    const sent = await sendFigures({ company: "larkfield", kind: "bookings-targets", name, body, cookie });
    if (sent.status !== 202) throw new Error(`Preparing the attempts failed: ${JSON.stringify(sent)}`);
    await untilStaged("larkfield", sent.importId, cookie);
    return sent.importId;
  };
  const toUndo = await bring(1);
  const applied = await callAction({
    name: "applyImportAction",
    args: ["larkfield", { importId: toUndo }],
    cookies: cookie,
  });
  if (!applied.ok) throw new Error(`Preparing the attempts failed: ${JSON.stringify(applied)}`);
  return { toUndo, toApply: await bring(2), toAbandon: await bring(3), toRestage: await bring(4) };
}

export function importActions(imports: Awaited<ReturnType<typeof makeImports>>): Guarded[] {
  const imported = (name: string, arg: unknown): Guarded => ({
    name,
    company: "larkfield",
    may: ["cfo", "fpa"],
    args: [arg],
    control: { by: "fpa", gives: /^DONE$/ },
  });
  return [
    imported("restageImportAction", { importId: imports.toRestage }),
    imported("applyImportAction", { importId: imports.toApply }),
    imported("abandonImportAction", { importId: imports.toAbandon }),
    imported("undoImportAction", { importId: imports.toUndo, reason: "To see who may undo an import" }),
  ];
}
