"use client";

import { useParams } from "next/navigation";
import { ErrorState } from "@/components/ui/error-state";

export default function CompanyError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const { company } = useParams<{ company: string }>();
  return <ErrorState digest={error.digest} retry={reset} home={`/c/${company}`} />;
}
