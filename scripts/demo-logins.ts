// What `npm start` prints at its end, so that a person can sign in.
import { storyA, storyB } from "../prisma/seed/generator/stories";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "../prisma/seed/people";

const COMPANIES = new Map([storyA, storyB].map(({ tenantId, name }) => [tenantId, name]));

export function demoLogins(): string[] {
  const people = DEMO_PEOPLE.map(({ email, memberships }) => {
    const places = memberships.map(({ tenantId, role }) => `${role}, ${COMPANIES.get(tenantId)}`);
    return `  ${email.padEnd(36)} ${places.join("; ") || "operator of the platform"}`;
  });
  return [
    `Sign in as one of these (demonstration only); the password of each is ${DEMO_PASSWORD}`,
    ...people,
  ];
}
