import { FigureList } from "@/components/ui/figure-list";
import { formatCount } from "@/components/ui/format";
import type { RestatedMoney } from "@/kernel/enforcement";
import { sumInWords } from "../../policy/_components/backtest-words";
import classes from "./restatements.module.css";

const SUMS: readonly { key: keyof RestatedMoney; label: string }[] = [
  { key: "approved", label: "Approved, and would have been blocked" },
  { key: "otherSigners", label: "Approved, and others would have had to sign" },
  { key: "blocked", label: "Blocked, and would have been open" },
];

/** What was asked for under the decisions that would differ, each request once. */
export function Money({ money, carriedOut }: { money: RestatedMoney; carriedOut: number }) {
  return (
    <>
      <FigureList
        figures={SUMS.map(({ key, label }) => ({
          label,
          value: sumInWords(money[key]),
          ...(money[key].requests > 0 && {
            hint: `${formatCount(money[key].requests, "request")}, as asked for`,
          }),
        }))}
      />
      {money.approved.requests + money.otherSigners.requests > 0 && (
        <p className={classes.note}>
          {carriedOut > 0 &&
            `${formatCount(carriedOut, "request")} of these the Revenue OS has carried out. `}
          The amounts are those that were approved. What was really spent under them is not known: the books
          post by account and month, and do not name the request.
        </p>
      )}
    </>
  );
}
