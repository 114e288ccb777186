import { posix } from "node:path";

import { semverLibrary } from "../../formats/lazy.ts";
import { type NpmSpec, parseNpmSpec } from "../../launchers/npm-spec.ts";
import type { PreferredProgram } from "../../model/entry-evidence.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { type LocalPackage, localPackage, localPackages, ownPrograms } from "./local-tree.ts";

/** Where npx would look before its cache. */
export interface LookUp {
  readonly specs: readonly string[];
  /** The program that is asked for by name (`-p SPEC PROGRAM`); null where the spec stands for it. */
  readonly bin: string | null;
  readonly cwd: string;
  readonly localPrefix: string;
  readonly globalPrefix: string;
}

/**
 * Replays npx's look-up order (libnpmexec 10, `lib/index.js` and `lib/file-exists.js`) and gives
 * what it would start in place of its cache:
 *
 * 1. without `-p`, the first word as a program: of the project's own package.json; of
 *    `node_modules/.bin` there and in every folder above; of the global folder
 * 2. a package of the project's tree, at any depth, that fits the spec
 * 3. without `-p`, a package of the global folder that fits, where its program is linked there
 * 4. whatever it starts finds `node_modules/.bin` of the working directory and of every folder above
 *    before the client's PATH: a `node` or `sh` there runs (`@npmcli/run-script`, `set-path.js`)
 */
export function preferredPrograms(
  disk: Disk,
  lookUp: LookUp,
  packagesOf: (folder: string) => readonly LocalPackage[] = (folder) => localPackages(disk, folder),
): readonly PreferredProgram[] {
  const { specs, bin, localPrefix } = lookUp;
  const [word] = specs;
  const interpreters = interpretersOf(disk, lookUp);
  if (word === undefined) return interpreters;
  const direct = bin === null ? programNamed(disk, lookUp, word) : null;
  if (direct !== null) return [direct, ...interpreters];
  const local = packagesOf(localPrefix);
  const copies = specs.flatMap((spec) => copyOf(local, spec, localPrefix));
  const global = bin === null && copies.length === 0 ? globalCopy(disk, lookUp, word) : null;
  return [...copies, ...(global === null ? [] : [global]), ...interpreters];
}

/** Step 1. A name with a version or scope is no name that npm gives to a program. */
function programNamed(
  disk: Disk,
  { cwd, localPrefix, globalPrefix }: LookUp,
  word: string,
): PreferredProgram | null {
  const kind = word.includes("@") ? "look-alike" : "program";
  if (ownPrograms(disk, localPrefix).includes(word))
    return {
      kind,
      path: `${localPrefix}/package.json`,
      runs: null,
      why: `npx would run the program ${word} of the project in ${localPrefix}`,
    };
  // With a slash in it the shell takes the word as a path from the working directory.
  const runs = word.includes("/") ? posix.join(cwd, word) : null;
  for (const folder of foldersUp(localPrefix)) {
    const path = `${folder}/node_modules/.bin/${word}`;
    if (isFile(disk, path))
      return {
        kind,
        path,
        runs,
        why: `npx takes ${path} for the program and leaves its cache out`,
      };
  }
  const path = `${globalPrefix}/bin/${word}`;
  return globalPrefix !== localPrefix && isFile(disk, path)
    ? { kind, path, runs, why: `npx takes the global program ${path} and leaves its cache out` }
    : null;
}

/** Step 2, one spec. */
function copyOf(
  local: readonly LocalPackage[],
  text: string,
  localPrefix: string,
): readonly PreferredProgram[] {
  const spec = parseNpmSpec(text);
  const found = spec === null ? undefined : local.find((one) => fits(spec, one));
  if (found === undefined) return [];
  const { path, name, version } = found;
  const why = `npx prefers ${name} ${version} of ${localPrefix} to the installed tree that it keeps for ${text}`;
  return [{ kind: "copy", path, runs: null, why }];
}

/** Step 3. */
function globalCopy(
  disk: Disk,
  { localPrefix, globalPrefix }: LookUp,
  text: string,
): PreferredProgram | null {
  const spec = parseNpmSpec(text);
  if (spec === null || globalPrefix === "" || globalPrefix === localPrefix) return null;
  const found = localPackage(disk, `${globalPrefix}/lib/node_modules/${spec.name}`);
  if (found === null || !fits(spec, found)) return null;
  const unscoped = spec.name.slice(spec.name.indexOf("/") + 1);
  const isLinked = [...found.programs, unscoped].some((program) =>
    isFile(disk, `${globalPrefix}/bin/${program}`),
  );
  if (!isLinked) return null;
  const { path, version } = found;
  const why = `npx prefers the global ${spec.name} ${version} to the installed tree that it keeps for ${text}`;
  return { kind: "copy", path, runs: null, why };
}

/** `missingFromTree` of libnpmexec: when a package that is there will do. */
function fits({ name, versionSpec, pinLevel }: NpmSpec, found: LocalPackage): boolean {
  if (found.name !== name) return false;
  // A bare name is taken as `*`: any version will do.
  if (versionSpec === null) return true;
  if (pinLevel === "tag") return found.hasResolved;
  return semverLibrary().satisfies(found.version, versionSpec, { loose: true });
}

/** Programs that the start itself looks up: the shell, and what scripts begin with. */
const STARTING = ["sh", "node"];

/** Step 4. */
function interpretersOf(disk: Disk, { cwd, localPrefix }: LookUp): readonly PreferredProgram[] {
  const folders = [...new Set([...foldersUp(cwd), ...foldersUp(localPrefix)])];
  return STARTING.flatMap((name) => {
    const path = folders
      .map((folder) => `${folder}/node_modules/.bin/${name}`)
      .find((candidate) => isFile(disk, candidate));
    if (path === undefined) return [];
    const why = `npx puts ${path} before the PATH of what it starts, and the start needs ${name}`;
    return [{ kind: "interpreter", path, runs: null, why } satisfies PreferredProgram];
  });
}

/** A folder and all above it, nearest first. */
function foldersUp(folder: string): readonly string[] {
  const parts = folder.replace(/\/+$/, "").split("/");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

/** As `fs.stat(…).isFile()`: links are followed, execute bits are not asked for. */
function isFile(disk: Disk, path: string): boolean {
  try {
    const real = disk.realPath(path);
    return real !== null && disk.stat(real)?.kind === "file";
  } catch (thrown) {
    if (thrown instanceof DiskError) return false;
    throw thrown;
  }
}
