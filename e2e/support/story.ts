// The stage of every story: people who are signed in once, and a watch over every page. A console error, a violation of
// the content security policy, an uncaught exception or a 5xx answer on any page fails the story it happened in.
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { PASSWORD, type Person } from "./people";
import { ADDRESS } from "./server";

export { expect };

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;
/** Whoever can sign in; the platform's operator belongs to no company. */
type Somebody = Omit<Person, "company">;

/** Signs in as a form would, without a browser. */
export async function signInByRequest(api: APIRequestContext, person: Somebody): Promise<void> {
  const { csrfToken } = await (await api.get("/api/auth/csrf")).json();
  const answer = await api.post("/api/auth/callback/credentials", {
    headers: { origin: ADDRESS },
    form: { csrfToken, email: person.email, password: person.password ?? PASSWORD, json: "true" },
  });
  expect(answer.status(), `${person.email} may sign in`).toBe(200);
}

export class Watch {
  readonly faults: string[] = [];
  private readonly tolerated: RegExp[] = [];

  /** For a story that leads to a page that is not there or not theirs, on purpose. */
  expectNotFound(): void {
    this.tolerated.push(/status of 404/);
  }
  /** For a story that sends a file that cannot be read. */
  expectRefusedFile(): void {
    this.tolerated.push(/status of 422/);
  }
  expectRefusedSignIn(): void {
    this.tolerated.push(/status of 401/);
  }

  over(page: Page): void {
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() !== "error" || this.tolerated.some((pattern) => pattern.test(text))) return;
      this.faults.push(`console on ${page.url()}: ${text} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.faults.push(`uncaught on ${page.url()}: ${error.message}`));
    page.on("response", (response) => {
      if (response.status() >= 500)
        this.faults.push(`${response.status()} from ${response.request().method()} ${response.url()}`);
    });
  }
}

/**
 * A page that streams has its late parts twice for a moment after `load`: in a hidden place at the end of the body, and
 * then where they belong. Whoever looks in that moment finds a text twice, or touches what is about to be replaced.
 * Every navigation of a whole document therefore waits until the last part has arrived in its place. React marks the
 * place of a part by a comment, `$?` while it waits for the server and `$~` while it waits to be shown, and keeps the part
 * itself in a hidden element until then; of a part that came to nothing an empty one stays.
 */
function arriveWhole(page: Page): void {
  const isWhole = () => {
    const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
    while (comments.nextNode()) if (/^\$[?~]/.test(comments.currentNode.nodeValue ?? "")) return false;
    const parts = [...document.querySelectorAll('[hidden][id^="S:"]')];
    return parts.every((part) => part.querySelector(":not(template)") === null);
  };
  for (const name of ["goto", "reload", "goBack", "goForward"] as const) {
    const navigate = page[name].bind(page) as (...given: unknown[]) => ReturnType<Page["goto"]>;
    Object.assign(page, {
      [name]: async (...given: unknown[]) => {
        const response = await navigate(...given);
        await page.waitForFunction(isWhole, undefined, { timeout: 30_000 });
        return response;
      },
    });
  }
}

const STILL_MS = 400;

/**
 * Waits as long as it takes to read what has come of an action: until the page asks the server for nothing more, for after
 * an action it fetches ahead every page that its links lead to.
 */
export async function untilStill(page: Page): Promise<void> {
  let newest = Date.now();
  const heard = () => {
    newest = Date.now();
  };
  const kinds = ["request", "requestfinished", "requestfailed"] as const;
  for (const kind of kinds) page.on(kind as "request", heard);
  await expect
    .poll(() => Date.now() - newest >= STILL_MS, { message: "the page is still", intervals: [100] })
    .toBe(true);
  for (const kind of kinds) page.off(kind as "request", heard);
}

export type Stage = {
  watch: Watch;
  /** A page of somebody who is not signed in, with nothing kept from anybody else. */
  visitor: (options?: Parameters<import("@playwright/test").Browser["newContext"]>[0]) => Promise<Page>;
  /** A page of this person's, signed in. */
  as: (person: Somebody, options?: { width?: number }) => Promise<Page>;
  /** This person's cookies, for what a browser would not send. */
  cookiesOf: (person: Somebody) => Promise<string>;
};

export const test = base.extend<Stage, { sessions: (person: Somebody) => Promise<State> }>({
  sessions: [
    async ({ playwright }, use) => {
      const known = new Map<string, Promise<State>>();
      const open = async (person: Somebody) => {
        const api = await playwright.request.newContext({ baseURL: ADDRESS });
        await signInByRequest(api, person);
        const state = await api.storageState();
        await api.dispose();
        return state;
      };
      await use((person) => {
        const state = known.get(person.email) ?? open(person);
        known.set(person.email, state);
        return state;
      });
    },
    { scope: "worker" },
  ],
  watch: async ({ browserName: _ }, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.faults, "no error in any console, no violation of the content policy, no 5xx").toEqual([]);
  },
  visitor: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      watch.over(page);
      arriveWhole(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  as: async ({ visitor, sessions }, use) => {
    await use(async (person, { width } = {}) =>
      visitor({
        storageState: await sessions(person),
        ...(width !== undefined && { viewport: { width, height: 844 } }),
      }),
    );
  },
  cookiesOf: async ({ sessions }, use) => {
    await use(async (person) =>
      (await sessions(person)).cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    );
  },
});
