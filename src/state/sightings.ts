import { PinfoldError } from "../errors.ts";
import { type KnownTime, publicationTime, type Sighting } from "../policy/published.ts";
import type { State } from "./state.ts";

const DAY_MS = 86_400_000;
/** Older ones are outside of every cooldown, whatever is claimed of them later. */
const REMEMBERED_DAYS = 60;
/** More versions of one name in two months than any package has. */
const MAX_VERSIONS = 2_000;

/**
 * When this machine first saw a version of a package. Registries and mirrors rewrite times: what was
 * seen cannot have been published later, and what was young once is not old the next day.
 */
export class Sightings {
  readonly #state: State;
  readonly #now: Date;
  readonly #known = new Map<string, Map<string, Sighting>>();
  readonly #changed = new Set<string>();

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
    const known = this.#of(purl);
    const sighting = known.get(version) ?? null;
    if (sighting === null && this.#isRemembered(claimed) && known.size < MAX_VERSIONS) {
      known.set(version, { firstSeen: this.#now.toISOString(), claimed });
      this.#changed.add(purl);
    }
    return publicationTime(claimed, log, sighting);
  }

  /** Keeps what was seen. Where nothing can be written it is seen anew the next time. */
  write(): void {
    for (const purl of this.#changed) {
      const oldest = this.#now.getTime() - REMEMBERED_DAYS * DAY_MS;
      const kept = [...this.#of(purl)].filter(
        ([, { firstSeen }]) => Date.parse(firstSeen) > oldest,
      );
      quietly(() =>
        this.#state.sightings.write(purl, { purl, versions: Object.fromEntries(kept) }),
      );
    }
    this.#changed.clear();
  }

  #of(purl: string): Map<string, Sighting> {
    const cached = this.#known.get(purl);
    if (cached !== undefined) return cached;
    const record = quietly(() => this.#state.sightings.read(purl));
    const known = new Map(Object.entries(record?.versions ?? {}));
    this.#known.set(purl, known);
    return known;
  }

  #isRemembered(claimed: string | null): boolean {
    const time = claimed === null ? Number.NaN : Date.parse(claimed);
    return Number.isNaN(time) || time > this.#now.getTime() - REMEMBERED_DAYS * DAY_MS;
  }
}

function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return null;
    throw thrown;
  }
}
