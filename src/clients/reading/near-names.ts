import { type ConfigNode, type Member, memberOf, membersOf } from "../../formats/node.ts";

/** What other clients, or other programs, call the same thing. */
const SAME: readonly (readonly string[])[] = [
  ["mcpServers", "mcp_servers", "mcp-servers", "servers", "context_servers", "mcp.servers"],
  ["command", "cmd", "executable", "program", "exec", "path", "binary"],
  ["args", "arguments", "argv", "parameters", "params", "cmdArgs"],
  ["env", "envs", "environment", "environmentVariables", "variables", "envVars"],
  ["url", "uri", "serverUrl", "httpUrl", "endpoint", "address", "baseUrl", "serverURL"],
  ["headers", "http_headers", "httpHeaders", "requestHeaders"],
  ["cwd", "workingDirectory", "working_directory", "workdir", "dir", "directory"],
  ["envFile", "env_file", "dotenv", "env-file"],
  ["disabled", "enabled", "isActive", "disable", "enable"],
];

/** Short names are near to each other by chance: one letter apart is enough to ask. */
function reach(name: string): number {
  return name.length <= 3 ? 0 : name.length <= 6 ? 1 : 2;
}

/** The name of a client that was probably meant; null where none is near. */
export function meantBy(written: string, names: readonly string[]): string | null {
  const plain = written.toLowerCase().replace(/[-_.]/g, "");
  const same = names.find((name) => name.toLowerCase().replace(/[-_.]/g, "") === plain);
  if (same !== undefined) return same;
  const words = SAME.find((group) =>
    group.some((word) => word.toLowerCase() === written.toLowerCase()),
  );
  const synonym = names.find((name) => words?.includes(name) === true);
  if (synonym !== undefined) return synonym;
  const near = names
    .map((name) => ({ name, distance: editDistance(plain, name.toLowerCase(), 2) }))
    .filter(({ name, distance }) => distance <= reach(name))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.name ?? nearSynonym(plain, names);
}

/** `enviroment` is near to `environment`, which others have for `env`; short words are near by chance. */
function nearSynonym(plain: string, names: readonly string[]): string | null {
  const isNear = (word: string): boolean =>
    word.length >= 8 && editDistance(plain, word.toLowerCase().replace(/[-_.]/g, ""), 2) <= 2;
  const words = SAME.find((group) => group.some(isNear));
  return names.find((name) => words?.includes(name) === true) ?? null;
}

/** The member that was probably meant to hold servers under a name that is not there. */
export function misnamedServers(node: ConfigNode, wanted: string): Member | null {
  const found = membersOf(node).find(
    ({ key, value }) => key !== wanted && holdsServers(value) && meantBy(key, [wanted]) !== null,
  );
  return found ?? null;
}

function holdsServers(value: ConfigNode): boolean {
  const entries =
    value.type === "array" ? value.items : membersOf(value).map((member) => member.value);
  return entries.some((entry) =>
    ["command", "url", "serverUrl", "httpUrl", "cmd"].some(
      (name) => memberOf(entry, name) !== null,
    ),
  );
}

/**
 * How many letters have to be changed, added, left out or swapped with the next one; more than
 * `limit` counts as `limit + 1`. Source: the restricted Damerau-Levenshtein distance.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > 60) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? limit + 1, limit + 1);
}
