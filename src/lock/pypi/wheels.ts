import { startupHooks } from "../../ecosystems/pypi/startup-hooks.ts";
import { PinfoldError } from "../../errors.ts";
import { h1Of } from "../../model/digest.ts";
import { prefixOf } from "../../model/npm-tree.ts";
import type { PythonIndex } from "../../ports/python-index.ts";
import type { ResolvedArtifact } from "../../ports/python-resolver.ts";
import type { State, WheelFacts } from "../../state/state.ts";
import { pooled } from "../pool.ts";

/** Archives that are fetched side by side. */
const AT_ONCE = 12;

/** A wheel that is to be pinned, and whose it is. */
export interface WantedWheel {
  readonly name: string;
  readonly version: string;
  readonly artifact: ResolvedArtifact;
}

export interface WheelsContext {
  readonly pythonIndex: PythonIndex;
  readonly state: Pick<State, "manifests" | "wheels">;
  readonly cacheFolder: string;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * What each wheel holds, by the sha256 of its archive. One that was digested before is not fetched
 * again: the record is this machine's own, and the archive is known by its digest.
 */
export async function digestWheels(
  context: WheelsContext,
  wanted: readonly WantedWheel[],
): Promise<ReadonlyMap<string, WheelFacts>> {
  const { state, onProgress } = context;
  const known = new Map<string, Record<string, WheelFacts>>();
  const facts = new Map<string, WheelFacts>();
  for (const { name, version } of wanted) {
    const prefix = prefixOf(name, version);
    if (!known.has(prefix)) known.set(prefix, knownWheels(state, prefix));
  }
  const missing = wanted.filter(({ name, version, artifact: { sha256 } }) => {
    const own = known.get(prefixOf(name, version))?.[sha256];
    if (own === undefined || !state.manifests.has(own.files)) return true;
    facts.set(sha256, own);
    return false;
  });
  let done = 0;
  await pooled(missing, AT_ONCE, async (one) => {
    const prefix = prefixOf(one.name, one.version);
    const own = await digestOne(context, one, prefix);
    facts.set(one.artifact.sha256, own);
    known.set(prefix, { ...known.get(prefix), [one.artifact.sha256]: own });
    done += 1;
    onProgress(done, missing.length);
  });
  for (const prefix of new Set(missing.map(({ name, version }) => prefixOf(name, version))))
    state.wheels.write(prefix, known.get(prefix) ?? {});
  return facts;
}

async function digestOne(
  { pythonIndex, state, cacheFolder }: WheelsContext,
  { artifact }: WantedWheel,
  prefix: string,
): Promise<WheelFacts> {
  const { file, url, sha256 } = artifact;
  const wheel = await pythonIndex.wheel({ file, url, sha256, cacheFolder, keep: false });
  state.manifests.write(prefix, wheel.files);
  return {
    files: h1Of(prefix, wheel.files),
    count: wheel.files.length,
    bytes: wheel.unpackedBytes,
    startupHooks: [...startupHooks(wheel.files.map(({ path }) => path))],
  };
}

/** A damaged record costs time and nothing else. */
function knownWheels(state: WheelsContext["state"], prefix: string): Record<string, WheelFacts> {
  try {
    return state.wheels.read(prefix) ?? {};
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return {};
    throw thrown;
  }
}
