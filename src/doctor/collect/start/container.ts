import { parseFlags, valuesOf } from "../../../launchers/flags.ts";
import {
  CONTAINER_STYLE,
  GLOBAL_FLAGS,
  PODMAN_RUN_FLAGS,
} from "../../../launchers/container-flags.ts";
import type { KnownServer } from "../../../verify/servers.ts";
import type { ContainerFacts } from "../../facts.ts";
import type { DoctorWorld } from "../../world.ts";
import type { EntryPlaces } from "../entry-places.ts";

/** What a container is run with, as far as its command line was understood. */
export interface ContainerRun {
  readonly engine: "docker" | "podman";
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly image: string;
  /** Words behind the image. */
  readonly words: readonly string[];
}

/** Null for what runs no image, and for a command line that was not understood. */
export function containerRun({ entry, launch }: KnownServer): ContainerRun | null {
  if (launch.kind !== "image") return null;
  const engine = launch.launcher?.startsWith("podman") === true ? "podman" : "docker";
  const at = entry.args.indexOf("run");
  const before = parseFlags(entry.args.slice(0, at), GLOBAL_FLAGS, CONTAINER_STYLE);
  if (at < 0 || before.unknown !== null) return null;
  const run = parseFlags(entry.args.slice(at + 1), PODMAN_RUN_FLAGS, CONTAINER_STYLE);
  const [image, ...words] = run.rest;
  if (run.unknown !== null || image === undefined) return null;
  return { engine, flags: run.flags, image, words };
}

const LOCALHOST = /(?:^|[/@=,\s"'])(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/?\s"',]|$)/i;

/** Whether the engine answers, has the image, and what of the entry means another machine inside. */
export async function containerFacts(
  { machine, probes }: DoctorWorld,
  server: KnownServer,
  places: EntryPlaces,
): Promise<ContainerFacts | null> {
  const run = containerRun(server);
  if (run === null) return null;
  const { entry, launch } = server;
  const { engine, image, flags } = run;
  const env = { ...machine.env, ...entry.env };
  const { isRunning, hasImage } = await probes.engine({ engine, env, home: machine.home, image });
  const network = [...valuesOf(flags, "--network"), ...valuesOf(flags, "--net")];
  const isOfHost = network.includes("host");
  // `localhost/name` is how podman calls an image that was built here.
  const words = entry.args.flatMap((word, index) =>
    LOCALHOST.test(word) && word !== image
      ? [{ what: nameOf(word), ...places.argument(index) }]
      : [],
  );
  const variables = Object.entries(entry.env).flatMap(([name, value]) =>
    LOCALHOST.test(value) ? [{ what: name, ...places.variable(name) }] : [],
  );
  return {
    place: places.command,
    engine,
    isRunning,
    image,
    isPulled: hasImage,
    isExact: launch.pinLevel === "exact",
    localhost: isOfHost ? [] : [...words, ...variables],
  };
}

/** An argument without its value, which can hold a password. */
function nameOf(word: string): string {
  const equals = word.indexOf("=");
  return equals > 0 ? word.slice(0, equals).slice(0, 60) : "an argument";
}
