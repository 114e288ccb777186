import { discover } from "../../clients/discover.ts";
import type { ClientDefinition, ConfigLocation } from "../../clients/define.ts";
import { Finder } from "../../clients/finding/finder.ts";
import { placesHere } from "../../clients/finding/locations.ts";
import type { ServerEntry } from "../../model/server.ts";
import type { DoctorWorld } from "../world.ts";
import type { ClientFacts } from "../facts.ts";

type Misplaced = ClientFacts["misplaced"][number];

/** Whether a person put servers of a client where it does not look, or into two files of its own. */
export function clientFacts(world: DoctorWorld, client: ClientDefinition): ClientFacts | null {
  const facts = new ClientPlaces(world, client).facts();
  return facts.misplaced.length + facts.differing.length === 0 ? null : facts;
}

class ClientPlaces {
  readonly #world: DoctorWorld;
  readonly #client: ClientDefinition;
  readonly #finder: Finder;

  constructor(world: DoctorWorld, client: ClientDefinition) {
    this.#world = world;
    this.#client = client;
    this.#finder = new Finder(world.disk, world.machine, [], () => undefined);
  }

  facts(): ClientFacts {
    const { name, locations, wrongPlaces = [] } = this.#client;
    const { machine } = this.#world;
    // Places of other readers hold other things beside the servers.
    const main = placesHere(locations, machine).filter(
      ({ scope, isShared, read }) => scope === "user" && isShared !== true && read === undefined,
    );
    const passedOver = main.filter((location) => this.#isPassedOver(location));
    const own = main.filter((location) => !passedOver.includes(location));
    const [first = null] = this.#files(own);
    const right = first ?? own.flatMap(({ path }) => this.#finder.placesOf(path))[0] ?? "";
    const here = first === null ? [] : this.#servers(first);
    const wrong = placesHere(
      wrongPlaces.map((place) => ({ ...place, confidence: "high" as const })),
      machine,
    ).flatMap(({ path, why = null }) => this.#found(path).map((file) => ({ file, why })));
    const unread = passedOver.flatMap((location) =>
      this.#files([location]).map((file) => ({ file, why: location.unless?.why ?? null })),
    );
    const others = this.#files(own.filter(({ isLegacy }) => isLegacy === true));
    return {
      clientName: name,
      misplaced: [...wrong, ...unread].flatMap((one) => this.#misplaced(one, right, here)),
      differing: others.flatMap((file) => this.#differing(first, file, here)),
    };
  }

  /** Another installation is there, which does not read it, and the one that does is not. */
  #isPassedOver({ unless }: ConfigLocation): boolean {
    if (unless === undefined || this.#found(unless.path).length === 0) return false;
    return this.#found(unless.beside).length === 0;
  }

  #misplaced(
    { file, why }: Pick<Misplaced, "file" | "why">,
    right: string,
    here: readonly ServerEntry[],
  ): readonly Misplaced[] {
    const lost = this.#servers(file).filter(
      (one) => !here.some((own) => own.name === one.name && !differs(own, one)),
    );
    const servers = lost.map(({ name }) => name);
    return servers.length === 0 ? [] : [{ file, why, right, servers }];
  }

  #differing(
    first: string | null,
    file: string,
    here: readonly ServerEntry[],
  ): ClientFacts["differing"] {
    if (first === null || first === file) return [];
    const there = this.#servers(file);
    const onlyHere = missingFrom(there, here);
    const onlyThere = missingFrom(here, there);
    const changed = there
      .filter((one) => here.some((own) => own.name === one.name && differs(own, one)))
      .map(({ name }) => name);
    if (onlyHere.length + onlyThere.length + changed.length === 0) return [];
    return [{ file: first, other: file, onlyHere, onlyThere, changed }];
  }

  /** The servers of a file, read as if it were the client's own. */
  #servers(file: string): readonly ServerEntry[] {
    const { disk, machine } = this.#world;
    const client = this.#client;
    const overrides = new Map([[client.id, file]]);
    return discover(disk, machine, { clients: [client], only: client.id, overrides }).servers;
  }

  #files(locations: readonly ConfigLocation[]): readonly string[] {
    return locations.flatMap(({ path }) => this.#found(path));
  }

  #found(template: string): readonly string[] {
    return this.#finder.find(template).map(({ file }) => file);
  }
}

function missingFrom(known: readonly ServerEntry[], all: readonly ServerEntry[]): string[] {
  const names = new Set(known.map(({ name }) => name));
  return all.filter(({ name }) => !names.has(name)).map(({ name }) => name);
}

function differs(a: ServerEntry, b: ServerEntry): boolean {
  const meaning = ({ command, args, env, url, disabled }: ServerEntry): string =>
    JSON.stringify({ command, args, env, url, disabled });
  return meaning(a) !== meaning(b);
}
