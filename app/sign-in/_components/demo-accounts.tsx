"use client";

import { Text, Title } from "@mantine/core";
import { FailureAlert } from "@/components/ui/failure-alert";
import classes from "../sign-in.module.css";
import { useSignIn } from "./use-sign-in";

type Company = {
  name: string;
  slug: string;
  people: ReadonlyArray<{ name: string; email: string; role: string; team: string | null }>;
};

/** The demonstration's people, each one tap away. Not drawn in production, where they cannot sign in either. */
export function DemoAccounts({
  companies,
  password,
  returnPath,
}: {
  companies: readonly Company[];
  password: string;
  returnPath: string;
}) {
  const { pending, failure, enter } = useSignIn();
  return (
    <section aria-labelledby="demo-title">
      <Title order={2} id="demo-title">
        Demonstration
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        Choose whom to be. Each role sees and may do something else. All figures are made up.
      </Text>
      <FailureAlert failure={failure} />
      {companies.map((company) => (
        <div key={company.name} className={classes.company}>
          <Title order={3}>{company.name}</Title>
          <ul className={classes.people}>
            {company.people.map((person) => (
              <li key={person.email}>
                <button
                  type="button"
                  className={classes.person}
                  disabled={pending !== null}
                  aria-busy={pending === person.email}
                  onClick={() =>
                    enter(person.email, password, returnPath === "/" ? `/c/${company.slug}` : returnPath)
                  }
                >
                  <span className={classes.role}>
                    {person.role}
                    {person.team ? ` · ${person.team}` : ""}
                  </span>
                  <span className={classes.name}>
                    {pending === person.email ? "Signing in…" : person.name}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
