import { type KnownTime, publicationTime, type Sighting } from "../policy/published.ts";
import { quietly } from "./quietly.ts";
import { SIGHTINGS, type State } from "./state.ts";

const DAY_MS = 86_400_000;
/** Older ones are outside of every cooldown, whatever is claimed of them later. */
const REMEMBERED_DAYS = 60;
/** More versions than the trees of all servers get in that time. */
const MAX_VERSIONS = 20_000;

/**
 * When this machine first saw a version of a package. Registries and mirrors rewrite times: what was
 * seen cannot have been published later, and what was young once is not old the next day. All of it is one
 * record, so that a run that sees many versions changes one.
 */
export class Sightings {
  readonly #state: State;
  readonly #now: Date;
  #known: Map<string, Sighting> | null = null;
  #isChanged = false;

  constructor(state: State, now: Date) {
    this.#state = state;
    this.#now = now;
  }

  /** The time of a version; one that is young or has none is remembered from now on. */
  time(
    purl: string,
    version: string,
    claimed: string | null,
    log: string | null = null,
  ): KnownTime {
    const known = this.#all();
    const key = `${purl}@${version}`;
    const sighting = known.get(key) ?? null;
    if (sighting === null && this.#isRemembered(claimed) && known.size < MAX_VERSIONS) {
      known.set(key, { firstSeen: this.#now.toISOString(), claimed });
      this.#isChanged = true;
    }
    return publicationTime(claimed, log, sighting);
  }

  /** Keeps what was seen. Where nothing can be written it is seen anew the next time. */
  write(): void {
    if (!this.#isChanged) return;
    const oldest = this.#now.getTime() - REMEMBERED_DAYS * DAY_MS;
    const kept = [...this.#all()].filter(([, { firstSeen }]) => Date.parse(firstSeen) > oldest);
    quietly(() => this.#state.sightings.write(SIGHTINGS, { versions: Object.fromEntries(kept) }));
    this.#isChanged = false;
  }

  #all(): Map<string, Sighting> {
    this.#known ??= new Map(
      Object.entries(quietly(() => this.#state.sightings.read(SIGHTINGS))?.versions ?? {}),
    );
    return this.#known;
  }

  #isRemembered(claimed: string | null): boolean {
    const time = claimed === null ? Number.NaN : Date.parse(claimed);
    return Number.isNaN(time) || time > this.#now.getTime() - REMEMBERED_DAYS * DAY_MS;
  }
}
