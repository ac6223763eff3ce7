import classes from "./input-name.module.css";
import { inputTitle } from "./input-words";

/** An input in words, and small under it the exact name by which formulas and exports know it. */
export function InputName({ name }: { name: string }) {
  const title = inputTitle(name);
  return (
    <>
      {title}
      {title !== name && <code className={classes.exact}>{name}</code>}
    </>
  );
}
