import { usualPlatforms } from "../../ecosystems/pypi/choose-artifacts.ts";
import { normalName } from "../../ecosystems/pypi/names.ts";
import { PinfoldError } from "../../errors.ts";
import { distributionOf } from "../../lockfile/pypi-schema.ts";
import type { Subject } from "../../model/subject.ts";
import { findProgram } from "../../path-search/find-program.ts";
import type { Resolution, ResolvedPackage, ResolveRequest } from "../../ports/python-resolver.ts";
import { type UvContext, uvSite } from "../../verify/python-uv.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext } from "../define.ts";
import { choosingOptionsOf, requirementsOf } from "./requirements.ts";

/** A closure, and what it was asked with: the same request answers where each package is from. */
export interface ResolvedClosure {
  readonly request: ResolveRequest;
  readonly resolution: Resolution;
  /** The Python that uv would make an environment with; null where there is one already. */
  readonly interpreter: string | null;
}

export interface ResolveWish {
  /** Exactly these, where an environment is there that the next start runs; else what the entry asks for. */
  readonly requirements: readonly string[] | null;
  /** The Python of that environment. */
  readonly python: string | null;
}

/** What uv resolves today for a server, for every platform at once. */
export async function resolveClosure(
  context: LockContext,
  server: KnownServer,
  { requirements, python }: ResolveWish,
): Promise<ResolvedClosure> {
  const { world, allowScripts, onProgress } = context;
  const site = await uvSite(uvContext(context), server);
  onProgress(`${server.entry.name}: resolving what the next start would install`);
  const found =
    python === null ? await world.pythonResolver.python(site.request, site.python) : null;
  const request: ResolveRequest = {
    ...site.request,
    requirements: requirements ?? requirementsOf(site.launch),
    python: python ?? found?.version ?? "",
    options: choosingOptionsOf(site.launch, site.cwd),
    mayBuild: allowScripts.map(normalName),
    isAlone: false,
  };
  const resolution = await world.pythonResolver.resolve(request);
  return { request, resolution, interpreter: found?.path ?? null };
}

export function uvContext(context: LockContext): UvContext {
  const { world, state, clientPath, capturedPath, cacheFolder } = context;
  return {
    ...world,
    state,
    clientPath,
    capturedPath,
    cacheFolder,
    otherUv: (path) => otherUv(context, path),
  };
}

/** pinfold's own uv; one is fetched where a person agrees. */
export async function otherUv(
  {
    world,
    dataFolder,
    consent,
  }: Pick<LockContext, "dataFolder" | "consent"> & {
    readonly world: Pick<LockContext["world"], "disk" | "uvProvider">;
  },
  path: string,
): Promise<string> {
  const { uvProvider, disk } = world;
  const tools = `${dataFolder}/tools`;
  const own = await uvProvider.own(tools);
  if (own !== null) return own;
  const python = findProgram(disk, "python3", path) ?? findProgram(disk, "python", path);
  const hint =
    "install uv where the client finds it, or say which PATH the client has: --client-path";
  if (python === null)
    throw new PinfoldError("input", "there is no uv, and no Python whose pip could fetch it", hint);
  const question = `there is no uv: fetch uv ${uvProvider.version} by its pinned sha256, through the pip of ${python}?`;
  if (!(await consent(question)))
    throw new PinfoldError("input", "there is no uv to resolve with, and none was fetched", hint);
  return uvProvider.fetch(python, tools);
}

/** The package that a subject is: by its name, or by where it comes from. */
export function rootOf(
  { name }: Subject<"pypi">,
  packages: readonly ResolvedPackage[],
): ResolvedPackage {
  const isElsewhere = /\.(?:git|url)\.[0-9a-f]{16}$/.test(name);
  const distribution = distributionOf(name);
  const found = isElsewhere
    ? (packages.find((one) => one.source !== null && one.name === distribution) ??
      packages.find(({ source }) => source !== null))
    : packages.find((one) => one.name === distribution);
  if (found !== undefined) return found;
  throw new PinfoldError(
    "input",
    `what uv resolved does not hold ${distribution}`,
    "check the package's name in the config",
  );
}

export const platformsOf = ({ machine }: LockContext["world"]): readonly string[] =>
  usualPlatforms(`${machine.platform}-${machine.arch}`);
