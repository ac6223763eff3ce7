// Brings the project to the state in which it can serve: packages, Prisma's client, commands, the built application.
// Each step is skipped when it is done, and a step that was cut off is done again.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, readMarker } from "./fingerprint.mjs";
import { lock } from "./lock.mjs";

/** npm writes node_modules/.package-lock.json last, so it also tells an installation that was cut off. */
export function packagesAreInstalled(root, { withDevelopment = false } = {}) {
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const hidden = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const found = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional, dev, devOptional, link }]) => {
    if (path === "" || link || found[path] === undefined) {
      return path === "" || link || optional || devOptional || (dev && !withDevelopment);
    }
    return found[path].version === version && found[path].integrity === integrity;
  });
}

/** Prisma would download an engine that generating does not need; a program that fails keeps it from trying. */
const WITHOUT_ENGINE = { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/false", PRISMA_HIDE_UPDATE_MESSAGE: "1" };

export async function installPackages({ root, children, say, env = process.env }) {
  say("Installing the packages (once; it can take some minutes).");
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Started by `npm start`, this npm would inherit that one's settings, such as its being silent.
  const own = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config|package|lifecycle)_/.test(name)),
  );
  // Tests and the build need the development packages, whatever NODE_ENV says about serving.
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await children.run("npm ci", command, args, { cwd: root, env: { ...own, ...WITHOUT_ENGINE } });
}

const clientMarker = (root) => join(root, "lib", "db", "generated", ".complete");

const clientFingerprint = (root) => {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules", "prisma", "package.json"), "utf8"));
  return fingerprint(root, ["prisma/schema.prisma", "prisma.config.ts"], { extra: version });
};

export function clientIsGenerated(root) {
  return readMarker(clientMarker(root)) === clientFingerprint(root);
}

export async function generateClient({ root, children, say, env = process.env }) {
  say("Generating the database client.");
  rmSync(clientMarker(root), { force: true });
  const prisma = join(root, "node_modules", "prisma", "build", "index.js");
  await children.run("prisma generate", process.execPath, [prisma, "generate"], {
    cwd: root,
    env: { ...env, ...WITHOUT_ENGINE },
  });
  writeFileSync(clientMarker(root), clientFingerprint(root));
}

const NOT_BUILT =
  /^(node_modules|\.git|\.next.*|\.data|build|e2e|bench|scripts|coverage|test-results|playwright-report)$|^generated$|^\.env|\.(test|spec)\.(ts|tsx|mjs)$|\.md$|\.tsbuildinfo$|^next-env\.d\.ts$|^vitest\.|^playwright\.|^\.ci$/;

const buildMarker = (root) => join(root, process.env.NEXT_DIST_DIR ?? ".next", "revenue-os-build");

const sourceFingerprint = (root) =>
  fingerprint(root, ["."], {
    isWanted: (name) => !NOT_BUILT.test(name),
    extra: `${process.version} ${process.arch}`,
  });

export function applicationIsBuilt(root) {
  return readMarker(buildMarker(root)) === sourceFingerprint(root);
}

export async function buildApplication({ root, children, say, env = process.env }) {
  say("Building the application (once per change; it can take some minutes).");
  const marker = sourceFingerprint(root);
  rmSync(buildMarker(root), { force: true });
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const own = { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await children.run("The build", process.execPath, [next, "build"], { cwd: root, env: own });
  writeFileSync(buildMarker(root), marker);
}

export async function buildCommands({ root, children }) {
  await children.run(
    "Building the commands",
    process.execPath,
    [join(root, "scripts", "build-commands.mjs")],
    { cwd: root },
  );
}

/**
 * Everything up to a built application (or, without `application`, up to the commands). Two starts of one project, with
 * data folders of their own, must not install into each other's feet: one works, the other waits.
 */
export async function prepareProject(context, { application = true, withDevelopment = false } = {}) {
  const { root, children, say } = context;
  const steps = [
    [() => packagesAreInstalled(root, { withDevelopment }), installPackages],
    [() => clientIsGenerated(root), generateClient],
    [() => !application || applicationIsBuilt(root), buildApplication],
  ];
  const folder = join(root, ".data");
  const isReady = () => steps.every(([isDone]) => isDone());
  if (!existsSync(join(root, "node_modules")) || !isReady()) {
    mkdirSync(folder, { recursive: true });
    const held = await lock(join(folder, "project.lock"), {
      waitMs: 30 * 60_000,
      onWait: () => say("Another run is preparing this project; waiting for it."),
      stopped: () => children.throwIfStopped(),
    });
    try {
      for (const [isDone, step] of steps) if (!isDone()) await step(context);
    } finally {
      held?.release();
    }
  }
  await buildCommands(context);
}
