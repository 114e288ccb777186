import { parseEnv } from "node:util";

import type { ClientDefinition } from "../../clients/define.ts";
import type { Syntax } from "../../clients/reading/expansion.ts";
import { memberOf, stringOf } from "../../formats/node.ts";
import { DiskError } from "../../ports/disk.ts";
import type { ProbeTarget } from "../../ports/mcp-prober.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { EntryPlaces } from "../collect/entry-places.ts";
import type { StartSite } from "../collect/start/launcher.ts";
import type { DoctorWorld } from "../world.ts";
import { fillIn } from "./fill-in.ts";
import { secretWords } from "./secret-words.ts";

/** How a server would be spoken to, or why it cannot be. */
export type Aim =
  | {
      readonly target: ProbeTarget;
      /** Values that nobody may see: variables, headers. */
      readonly secrets: readonly string[];
    }
  | { readonly obstacle: string };

/** What desktops hand to the servers that they start; the SDK's own list, and what a locale needs. */
const HANDED_ON = [
  "HOME",
  "LOGNAME",
  "SHELL",
  "TERM",
  "USER",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "APPDATA",
  "HOMEDRIVE",
  "HOMEPATH",
  "LOCALAPPDATA",
  "PROCESSOR_ARCHITECTURE",
  "SYSTEMDRIVE",
  "SYSTEMROOT",
  "TEMP",
  "USERNAME",
  "USERPROFILE",
  "PROGRAMFILES",
];

const MAX_ENV_FILE = 1024 * 1024;

/** Ends an attempt to fill in what cannot be. */
class Unfilled extends Error {}

export function aimOf(
  world: DoctorWorld,
  { server, path, cwd }: StartSite,
  places: EntryPlaces,
): Aim {
  const { entry, launch } = server;
  const { machine, clients } = world;
  const client = clients.find(({ id }) => id === entry.client);
  const replaces: readonly Syntax[] = client?.replaces ?? [];
  const known = { ...machine.env, ...entry.env };
  const fill = (text: string): string => {
    const filled = fillIn(text, replaces, known);
    if ("text" in filled) return filled.text;
    throw new Unfilled(`nothing here says what ${filled.unfilled} is`);
  };
  try {
    if (entry.url !== null) return remoteAim(server, places, fill);
    if (entry.command === null) return { obstacle: launch.reason ?? "it has no command" };
    const own = { ...envFileOf(world, server, fill), ...mapped(entry.env, fill) };
    const env = { ...handedOn(client, places, machine.env), PATH: path, ...own };
    const [command, args] = [fill(entry.command), entry.args.map(fill)];
    return {
      target: { kind: "local", command, args, env, cwd },
      secrets: [...Object.values(own), ...secretWords(args)],
    };
  } catch (thrown) {
    if (thrown instanceof Unfilled) return { obstacle: thrown.message };
    throw thrown;
  }
}

/** What the server has of its client's own variables. */
function handedOn(
  client: ClientDefinition | undefined,
  places: EntryPlaces,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const list = memberOf(places.written.node, "env_vars")?.value;
  const asked = list?.type === "array" ? list.items.map(stringOf) : [];
  const { handsOn } = client ?? {};
  const isHanded = (name: string): boolean => {
    if (asked.includes(name)) return true;
    if (handsOn === undefined) return client?.isOfTerminal === true || HANDED_ON.includes(name);
    return "only" in handsOn ? handsOn.only.includes(name) : !handsOn.without.test(name);
  };
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]): [string, string][] =>
      value !== undefined && isHanded(name) ? [[name, value]] : [],
    ),
  );
}

function remoteAim(
  { entry, launch }: KnownServer,
  places: EntryPlaces,
  fill: (text: string) => string,
): Aim {
  const url = fill(entry.url ?? "");
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    return { obstacle: launch.reason ?? "its address is none of http" };
  const pairs = places.headers.map(({ name, value }): [string, string] => [name, fill(value)]);
  const headers = Object.fromEntries(pairs.filter(([name, value]) => isHeader(name, value)));
  const { username, password } = new URL(url);
  return {
    target: { kind: "remote", url, headers },
    secrets: [...Object.values(headers), username, password].filter((value) => value !== ""),
  };
}

/** What HTTP takes: RFC 9110, section 5. */
function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function envFileOf(
  { disk }: DoctorWorld,
  { entry }: KnownServer,
  fill: (text: string) => string,
): Readonly<Record<string, string>> {
  if (entry.envFile === null) return {};
  const file = fill(entry.envFile);
  try {
    const bytes = disk.read(file, MAX_ENV_FILE);
    if (bytes === null) throw new Unfilled(`the file of variables ${file} is not there`);
    const pairs = Object.entries(parseEnv(Buffer.from(bytes).toString("utf8")));
    return Object.fromEntries(pairs.map(([name, value]) => [name, value ?? ""]));
  } catch (thrown) {
    if (thrown instanceof DiskError) throw new Unfilled(thrown.message);
    throw thrown;
  }
}

function mapped(
  env: Readonly<Record<string, string>>,
  fill: (text: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}
