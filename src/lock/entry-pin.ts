import { sha256Of } from "../model/digest.ts";
import { entryKey, type ServerEntry } from "../model/server.ts";
import type { EntryPin, State } from "../state/state.ts";
import type { KnownServer } from "../verify/servers.ts";

const SECRET_FLAG = /(?:token|secret|passw|api[-_]?key|auth|credential)/i;
const SECRET_VALUE =
  /^(?:gh[pousr]_|github_pat_|sk-|xox[abprs]-|glpat-|AKIA|eyJ)|:\/\/[^/\s]+@|^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+/=-]{32,}$/;

/** Arguments with the values of secrets replaced by a word: they rotate, and are never stored. */
export function withoutSecrets(args: readonly string[]): string[] {
  return args.map((word, index) => {
    const before = args[index - 1] ?? "";
    const equals = word.indexOf("=");
    if (equals > 0 && SECRET_FLAG.test(word.slice(0, equals)))
      return `${word.slice(0, equals)}=<secret>`;
    const follows = before.startsWith("-") && !before.includes("=") && SECRET_FLAG.test(before);
    return follows || SECRET_VALUE.test(word) ? "<secret>" : word;
  });
}

/** What is remembered of an entry, so that another program under its name is noticed. */
export function entryPinOf({ entry, launch, subject }: KnownServer, lockfiles: string): EntryPin {
  const args = withoutSecrets(entry.args);
  const envNames = Object.keys(entry.env).toSorted();
  return {
    id: entry.id,
    subject: subject ?? "",
    versionSpec: launch.versionSpec,
    command: entry.command ?? "",
    args,
    envNames,
    entry: entryDigest(entry, args, envNames),
    lockfiles,
  };
}

function entryDigest(
  entry: ServerEntry,
  args: readonly string[],
  envNames: readonly string[],
): string {
  return sha256Of(JSON.stringify([entry.command, args, envNames, entry.cwd, entry.url]));
}

/** The first pin of an entry stays: later ones are a person's decision of their own. */
export function recordEntry(state: State, server: KnownServer, lockfiles: string): boolean {
  if (state.entryPins.read(entryKey(server.entry)) !== null) return false;
  state.entryPins.write(entryKey(server.entry), entryPinOf(server, lockfiles));
  return true;
}
