import { isFrozen } from "../ecosystems/npm/npx-tree.ts";
import { parseNpmSpec } from "../launchers/npm-spec.ts";
import { isKept, type Launch } from "../model/launch.ts";
import { sha256Of } from "../model/digest.ts";
import { maskUrls } from "../model/mask.ts";
import { withoutSecrets } from "../model/secrets.ts";
import { entryKey, type ServerEntry } from "../model/server.ts";
import type { EntryPin, State } from "../state/state.ts";
import type { KnownServer } from "./servers.ts";
import { variablesOf } from "./variables.ts";

/** What is remembered of an entry, so that another program under its name is noticed. */
export function entryPinOf(server: KnownServer, lockfiles: string, home: string): EntryPin {
  const { entry, launch } = server;
  return {
    id: entry.id,
    subject: whatRuns(server),
    versionSpec: launch.versionSpec,
    command: entry.command ?? "",
    args: withoutSecrets(entry.args),
    envNames: Object.keys(entry.env).toSorted(),
    entry: entryDigest(server),
    lockfiles,
    isExact: isExact(launch),
    endpoint: launch.endpoint,
    variables: variableDigests(server, home),
  };
}

/** A version that does not move by itself; npx's further packages count too. */
export function isExact(launch: Launch): boolean {
  if (launch.ecosystem === "npm" || isKept(launch)) return isFrozen(launch);
  return launch.pinLevel === "exact";
}

/** What an entry starts, in one word: its subject, its package, its file or its address. */
export function whatRuns({ subject, launch }: Pick<KnownServer, "subject" | "launch">): string {
  if (subject !== null) return subject;
  const { ecosystem, package: name, file, endpoint } = launch;
  if (name !== null) return `${ecosystem ?? launch.kind}:${name}`;
  return file ?? endpoint ?? "";
}

/**
 * The digest of an entry without what rotates: secrets among its arguments and in its addresses,
 * values of variables. The version of its package is judged by itself.
 */
export function entryDigest({ entry, launch }: Pick<KnownServer, "entry" | "launch">): string {
  const { command, env, cwd, url, executes, envFile, headers } = entry;
  return sha256Of(
    JSON.stringify([
      command,
      comparableArgs(withoutSecrets(entry.args), launch),
      Object.keys(env).toSorted(),
      cwd,
      url === null ? null : maskUrls(url),
      executes.map(maskUrls),
      envFile,
      headers,
    ]),
  );
}

/** Arguments with an exact version of the launch's own package left out. */
export function comparableArgs(
  args: readonly string[],
  { package: name, ecosystem }: Pick<Launch, "package" | "ecosystem">,
): readonly string[] {
  if (ecosystem !== "npm" || name === null) return args;
  return args.map((word) => {
    const spec = parseNpmSpec(word);
    return spec?.name === name ? `${name}@` : word;
  });
}

/** Digests of the variables that do something: a value that was accepted is known again by it. */
function variableDigests(
  { entry, launch }: Pick<KnownServer, "entry" | "launch">,
  home: string,
): Record<string, string> {
  return Object.fromEntries(
    variablesOf(entry, launch, home).map(({ name }) => [name, valueDigest(entry, name)]),
  );
}

export function valueDigest({ env }: ServerEntry, name: string): string {
  return sha256Of(JSON.stringify([name, env[name] ?? null]));
}

/**
 * The first pin of an entry stays: later ones are a person's decision of their own. One that was
 * accepted before it was locked learns which lockfile vouches for it.
 */
export function recordEntry(
  state: State,
  server: KnownServer,
  lockfiles: string,
  home: string,
): boolean {
  const before = state.entryPins.read(entryKey(server.entry));
  if (before !== null) {
    const isSame = before.subject === whatRuns(server);
    if (isSame && before.lockfiles === "")
      state.entryPins.write(entryKey(server.entry), { ...before, lockfiles });
    return false;
  }
  state.entryPins.write(entryKey(server.entry), entryPinOf(server, lockfiles, home));
  return true;
}
