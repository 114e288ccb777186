import { usualPlatforms } from "../../ecosystems/pypi/choose-artifacts.ts";
import { ownUv } from "../../verify/own-uv.ts";
import type { ResolveContext } from "../../verify/python-resolve.ts";
import type { LockContext } from "../define.ts";

/** What resolving needs of a run of `lock`. */
export function resolveContext(context: LockContext): ResolveContext {
  const { world, state, clientPath, capturedPath, cacheFolder, dataFolder } = context;
  const { allowScripts, consent, onProgress, reading } = context;
  return {
    ...world,
    state,
    clientPath,
    capturedPath,
    cacheFolder,
    allowScripts,
    onProgress,
    reading,
    otherUv: (path) => ownUv({ ...world, dataFolder, consent }, path),
  };
}

/** What policies name, and this machine's own, which is judged with the pin; else the usual three. */
export function platformsOf({
  world: { machine },
  pins: { policies },
}: Pick<LockContext, "pins" | "world">): readonly string[] {
  const own = `${machine.platform}-${machine.arch}`;
  const stated = policies.platforms().map(({ value }) => value);
  return stated.length === 0 ? usualPlatforms(own) : [...new Set([...stated, own])].toSorted();
}
