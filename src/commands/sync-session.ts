import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { capturedPath, ChainReading } from "../verify/find-chains.ts";
import { pinsInForce } from "../verify/pins.ts";
import type { CommandContext } from "./define.ts";
import type { Session } from "./lock-session.ts";

/** What bringing servers to their pins needs. Pins are read anew: what was just adopted is in force. */
export async function openSyncSession(context: CommandContext): Promise<Session> {
  const { io, options } = context;
  const world = await context.lockWorld();
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const directory = `${folders.config}/lockfiles`;
  return {
    ...context,
    write: { world, state, folders, target: { directory, isPersonal: true } },
    lock: {
      world,
      state,
      pins: pinsInForce(world.disk, state, folders, null),
      clientPath: options.scope.clientPath,
      reading: new ChainReading({ ...world, state, clientPath: options.scope.clientPath }),
      capturedPath: capturedPath(state),
      cacheFolder: folders.cache,
      dataFolder: folders.data,
      consent: () => Promise.resolve(false),
      allowScripts: [],
      onProgress: (text) => io.progress(text),
    },
  };
}
