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
  const own = args.flatMap((word, index) => argumentSpots(args, word, index, places));
  return [...variables, ...headers, ...addresses, ...own];
}

/** `--token X`, `--token=X`, `-e NAME=X`, `NAME=X`, `Authorization: X`, or an address. */
function argumentSpots(
  args: readonly string[],
  word: string,
  index: number,
  places: EntryPlaces,
): readonly Spot[] {
  const place = places.argument(index);
  const before = args[index - 1] ?? "";
  const [, name, value] =
    /^(-{0,2}[A-Za-z][\w.-]{0,60})=([^]*)$/.exec(word) ??
    /^([A-Za-z][\w-]{0,60}):\s?([^/\s][^]*)$/.exec(word) ??
    [];
  if (/^[a-z+]{2,12}:\/\//i.test(word)) return addressSpots(word, "an address", place, true);
  if (name !== undefined && value !== undefined) {
    if (/^[a-z+]{2,12}:\/\//i.test(value))
      return addressSpots(value, `the address in ${shortened(name)}`, place, true);
    return [{ name, value, where: `the argument ${shortened(name)}`, place, isArgument: true }];
  }
  const called = /^--?[A-Za-z][\w-]*$/.test(before) ? before : "";
  const where =
    called === "" ? `argument ${index + 1}` : `the argument behind ${shortened(called)}`;
  return [{ name: called, value: word, where, place, isArgument: true }];
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
