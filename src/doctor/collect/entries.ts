import type { EntryShape, WrittenEntry } from "../../clients/reading/entry.ts";
import { meantBy } from "../../clients/reading/near-names.ts";
import { type Member, memberOf, membersOf, type Position } from "../../formats/node.ts";
import type { ServerEntry } from "../../model/server.ts";
import type { EntryFacts, EntryFault } from "../facts.ts";
import type { EntryPlaces } from "./entry-places.ts";

/** Further switches that other clients have, and that this one would have to know to obey. */
const SWITCHES = ["disabled", "enabled"];

/** Nobody writes more by hand. */
const MAX_MEMBERS = 500;

/**
 * What an entry says that its client does not understand, each at its place.
 *
 * @param isPart the rest of it may stand where nothing could be read
 */
export function entryFacts(
  { clientName }: ServerEntry,
  places: EntryPlaces,
  isPart: boolean,
): EntryFacts {
  const { node, shape, problems } = places.written;
  const strangers = strangersOf(node, shape, clientName).map(({ at, ...fault }): EntryFault => ({
    ...fault,
    ...places.at(at),
  }));
  const isMeant = (name: string): boolean => strangers.some(({ meant }) => meant === name);
  const own = problems
    // What was written under a near name is said there.
    .filter(
      ({ kind }) =>
        kind !== "missing-field" || (!isPart && ![shape.command, ...shape.urls].some(isMeant)),
    )
    .map((problem): EntryFault => ({
      kind: problem.kind,
      message: problem.message,
      meant: null,
      ...places.at(problem),
    }));
  return { clientName, faults: [...own, ...strangers] };
}

type Stranger = Pick<EntryFault, "kind" | "message" | "meant"> & { readonly at: Position };

function strangersOf(
  node: WrittenEntry["node"],
  shape: EntryShape,
  clientName: string,
): readonly Stranger[] {
  const inner = shape.inside === null ? null : (memberOf(node, shape.inside)?.value ?? null);
  const parts = inner === null ? [node] : [node, inner];
  const names = namesOf(shape);
  return parts
    .flatMap(membersOf)
    .slice(0, MAX_MEMBERS)
    .filter(({ key }) => !names.includes(key) && key !== shape.inside)
    .flatMap((member) => strangerOf(member, shape, names, clientName) ?? []);
}

function namesOf({
  command,
  args,
  env,
  urls,
  headers,
  helpers,
  off,
  others,
}: EntryShape): string[] {
  const switches = off.map(([name]) => name);
  const own = [command, args, env, ...urls, ...headers.map(([first = ""]) => first)];
  // Where a client's members are not documented these two are taken by most.
  return [...own, ...helpers, ...switches, ...(others ?? ["cwd", "envFile"])];
}

function strangerOf(
  { key, line, column, value }: Member,
  shape: EntryShape,
  names: readonly string[],
  clientName: string,
): Stranger | null {
  const at = { line, column };
  const name = JSON.stringify(key);
  if (SWITCHES.includes(key) && value.type === "boolean" && shape.off.length === 0) {
    if (shape.others === null || value.value !== (key === "disabled")) return null;
    const message = `${clientName} has no switch ${name}: the server is started all the same`;
    return { kind: "ignored-switch", message, meant: null, at };
  }
  const meant = meantBy(key, names);
  if (meant !== null) {
    const message = `${clientName} has no field ${name}; it reads "${meant}"`;
    return { kind: "near-miss", message, meant, at };
  }
  if (shape.others === null) return null;
  const message = `${clientName} has no field ${name}`;
  return { kind: "unknown-field", message, meant: null, at };
}
