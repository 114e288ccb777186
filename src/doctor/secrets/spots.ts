import { type ConfigNode, membersOf } from "../../formats/node.ts";
import { parseShell } from "../../launchers/words/shell-words.ts";
import type { ServerEntry } from "../../model/server.ts";
import type { EntryPlaces } from "../collect/entry-places.ts";
import type { Place } from "../facts.ts";

/** One text of an entry in which a secret may stand. Never printed, logged or stored. */
export interface Spot {
  /** What it is called there: a variable, a header, an option; empty where nothing calls it anything. */
  readonly name: string;
  readonly value: string;
  /** For a sentence: `the variable GITHUB_TOKEN`. */
  readonly where: string;
  readonly place: Place;
  /** It can be seen in the list of processes. */
  readonly isArgument: boolean;
}

const LONGEST_NAME = 60;

/** A line for a shell, in one argument. */
const LONGEST_LINE = 8_000;

const MAX_DEPTH = 8;

/** Every text of an entry that a person may have put a secret into. */
export function spotsOf(entry: ServerEntry, places: EntryPlaces): readonly Spot[] {
  const { env, args, url } = entry;
  const variables = Object.entries(env).map(([name, value]): Spot => {
    const where = `the variable ${shortened(name)}`;
    return { name, value, where, place: places.variable(name), isArgument: false };
  });
  const headers = places.headers.map(({ name, value, place }): Spot => {
    const where = `the header ${shortened(name)}`;
    return { name, value, where, place, isArgument: false };
  });
  const addresses = url === null ? [] : addressSpots(url, "its address", places.url, false);
  const own = args.flatMap((_, index) => argumentSpots(args, index, places.argument(index)));
  const others = places.others.flatMap(({ key, value }) => otherSpots(key, value, places, 0));
  return [...variables, ...headers, ...addresses, ...own, ...others];
}

/** Below a member that its client does not read, or not as it is written. */
function otherSpots(
  key: string,
  node: ConfigNode,
  places: EntryPlaces,
  depth: number,
): readonly Spot[] {
  if (depth > MAX_DEPTH) return [];
  if (node.type === "object")
    return membersOf(node).flatMap((one) => otherSpots(one.key, one.value, places, depth + 1));
  if (node.type === "array")
    return node.items.flatMap((one) => otherSpots(key, one, places, depth + 1));
  if (node.type !== "string") return [];
  const where = `the member ${shortened(key)}`;
  const place = places.at(node);
  const named = { name: key, value: node.value, where, place, isArgument: false };
  const inner = argumentSpots([node.value], 0, place).map((spot) => ({ ...named, ...spot, where }));
  return [named, ...inner.map((spot) => ({ ...spot, isArgument: false }))];
}

/** `--token X`, `--token=X`, `-e NAME=X`, `NAME=X`, `Authorization: X`, an address, or a line of these. */
function argumentSpots(args: readonly string[], index: number, place: Place): readonly Spot[] {
  const word = args[index] ?? "";
  const before = args[index - 1] ?? "";
  const [, name, value] =
    /^(-{0,2}[A-Za-z][\w.-]{0,60})=([^]*)$/.exec(word) ??
    /^([A-Za-z][\w-]{0,60}):\s?([^/\s][^]*)$/.exec(word) ??
    [];
  if (/^[a-z+]{2,12}:\/\//i.test(word)) return addressSpots(word, "an address", place, true);
  if (name !== undefined && value !== undefined) {
    if (/^[a-z+]{2,12}:\/\//i.test(value))
      return addressSpots(value, `the address in ${shortened(name)}`, place, true);
    const spot = { name, value, where: `the argument ${shortened(name)}`, place, isArgument: true };
    return [spot, ...lineSpots(word, place)];
  }
  const called = /^--?[A-Za-z][\w-]*$/.test(before) ? before : "";
  const where =
    called === "" ? `argument ${index + 1}` : `the argument behind ${shortened(called)}`;
  const whole = { name: called, value: word, where, place, isArgument: true };
  return [whole, ...lineSpots(word, place)];
}

/** What a line for a shell hands to its programs. */
function lineSpots(line: string, place: Place): readonly Spot[] {
  if (!/\s/.test(line) || line.length > LONGEST_LINE) return [];
  const words = parseShell(line)?.flat() ?? wordsOf(line);
  // A line inside of a line is split no further.
  return words.flatMap((word, index) =>
    /\s.*\s.*\s/.test(word) ? [] : argumentSpots(words, index, place),
  );
}

/** Roughly, where a shell does more than simple commands. */
function wordsOf(line: string): readonly string[] {
  const found = line.match(/"[^"]*"|'[^']*'|[^\s"'`;|&()<>]+/g) ?? [];
  return found.map((word) => word.replace(/^(["'])([^]*)\1$/, "$2"));
}

/** The parts of an address that hand out rights. */
function addressSpots(
  text: string,
  where: string,
  place: Place,
  isArgument: boolean,
): readonly Spot[] {
  const whole: Spot = { name: "", value: text, where, place, isArgument };
  const query = text.split("#")[0]?.split("?").slice(1).join("?") ?? "";
  const parameters = query.split("&").flatMap((pair): Spot[] => {
    const [name = "", ...rest] = pair.split("=");
    const value = decoded(rest.join("="));
    if (name === "" || value === "") return [];
    return [{ name, value, where: `${where}, parameter ${shortened(name)}`, place, isArgument }];
  });
  return [whole, ...parameters];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
