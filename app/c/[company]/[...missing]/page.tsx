import { notFound } from "next/navigation";

/** An unknown page of a company keeps the company's frame around "not found". */
export default function MissingPage(): never {
  notFound();
}
