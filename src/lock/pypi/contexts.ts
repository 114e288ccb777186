import { usualPlatforms } from "../../ecosystems/pypi/choose-artifacts.ts";
import { ownUv } from "../../verify/own-uv.ts";
import type { ResolveContext } from "../../verify/python-resolve.ts";
import type { LockContext } from "../define.ts";

/** What resolving needs of a run of `lock`. */
export function resolveContext(context: LockContext): ResolveContext {
  const { world, state, clientPath, capturedPath, cacheFolder, dataFolder } = context;
  const { allowScripts, consent, onProgress } = context;
  return {
    ...world,
    state,
    clientPath,
    capturedPath,
    cacheFolder,
    allowScripts,
    onProgress,
    otherUv: (path) => ownUv({ ...world, dataFolder, consent }, path),
  };
}

export function platformsOf({ machine }: Pick<LockContext["world"], "machine">): readonly string[] {
  return usualPlatforms(`${machine.platform}-${machine.arch}`);
}
