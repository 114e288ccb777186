import { type ErrorCode, PinfoldError } from "../errors.ts";
import { isSubjectOf, parseSubjectLabel } from "../model/subject.ts";
import { printable } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { KEEPERS } from "../store/index.ts";
import type { RunRequest, RunWorld, Started } from "./define.ts";
import { remember } from "./remember.ts";
import { startKept } from "./start-kept.ts";

/**
 * Starts a server that has a pin, or refuses: a package from its private copy, a program of the disk
 * where it lies. Then this process becomes the server.
 *
 * Answers an exit code where it does not become one.
 */
export async function runServer(world: RunWorld, request: RunRequest): Promise<number> {
  try {
    return await startServer(world, request);
  } catch (thrown) {
    // What we will not do, and what of our own records was tampered with, is a refusal like any other.
    if (!(thrown instanceof PinfoldError) || !REFUSALS.includes(thrown.code)) throw thrown;
    world.starter.say(`pinfold: refused to start ${printable(request.server, 200)}\n`);
    world.starter.say(`pinfold: ${printable(thrown.message, 1000)}\n`);
    world.starter.say(`pinfold: hint: ${printable(thrown.hint, 1000)}\n`);
    const { message } = thrown;
    const entry = {
      message: `${request.server} was not started: ${message}`,
      subject: request.server,
    };
    remember(world, { event: "run-refused", ...entry });
    return EXIT.violated;
  }
}

const REFUSALS: readonly ErrorCode[] = ["refused", "state", "tampered"];

async function startServer(world: RunWorld, request: RunRequest): Promise<number> {
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const session = { folders, state, request };
  const started = named(request.server) ?? (await world.configured(request.server));
  if ("program" in started) {
    const { startProgram } = await import("./start-program.ts");
    return startProgram(world, session, started.program);
  }
  const { subject } = started;
  if (isSubjectOf(subject, "npm")) return startKept(world, session, subject, KEEPERS.npm);
  return startKept(world, session, subject, KEEPERS.pypi);
}

/** What says by itself what it is; null for the name of a configured server. */
function named(server: string): Started | null {
  if (server.startsWith("/")) return { program: server };
  const subject = parseSubjectLabel(server);
  if (subject === null) return null;
  if (isSubjectOf(subject, "npm") || isSubjectOf(subject, "pypi")) return { subject };
  // The lockfile is of the name; where it lies is in the entry alone.
  throw new PinfoldError(
    "usage",
    `${server} does not say where the program is`,
    "name it by its absolute path, or by the name of its configured server",
  );
}
