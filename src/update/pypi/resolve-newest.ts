import { installedRequirements } from "../../ecosystems/pypi/requirements.ts";
import { rootOf } from "../../ecosystems/pypi/root-package.ts";
import { PinfoldError } from "../../errors.ts";
import { fixedEnvironment, readInstalled } from "../../lock/pypi/installed.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { COOLDOWN_DAYS } from "../../policy/cooldown.ts";
import { packagePurl } from "../../policy/pattern.ts";
import type { ResolvedArtifact } from "../../ports/python-resolver.ts";
import { ownUv } from "../../verify/own-uv.ts";
import { type ResolvedClosure, resolveToday } from "../../verify/python-resolve.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { UpdateContext } from "../define.ts";
import { builtAlready } from "./built.ts";
import { updateWish } from "./wish.ts";

/** What uv resolves for an update, or what is installed where the next start runs that as it is. */
export async function resolveNewest(
  context: UpdateContext,
  server: KnownServer,
  {
    existing,
    places,
  }: {
    readonly existing: PypiLockfile;
    readonly places: ReadonlyMap<string, ResolvedArtifact>;
  },
): Promise<ResolvedClosure> {
  const { world, state, demands, only, dataFolder, consent } = context;
  const resolving = {
    ...world,
    ...context,
    state,
    allowScripts: [...context.allowScripts, ...builtAlready(existing)],
    otherUv: (path: string) => ownUv({ ...world, dataFolder, consent }, path),
  };
  const { python } = existing.resolver;
  const fixed = fixedEnvironment(
    world.disk,
    await readInstalled(context, server, existing),
    server,
  );
  if (fixed !== null && server.pypi !== null)
    return resolveToday(resolving, server, {
      requirements: installedRequirements(fixed, server.pypi),
      python,
    });
  const root = rootOf(
    { name: server.pypi?.name ?? "" },
    Object.entries(existing.packages).map(([key, { source }]) => ({
      name: packageNameOf(key),
      source,
    })),
  ).name;
  const stated = demands.policies.longestCooldown();
  const days = stated?.days ?? COOLDOWN_DAYS;
  const today = demands.now.toISOString().slice(0, 10);
  const daysOf = (name: string): number =>
    demands.policies.cooldown(packagePurl("pypi", name), today)?.days ?? COOLDOWN_DAYS;
  const wish = (cooldownDays: number) => (launch: KnownServer["launch"]) =>
    updateWish({
      lockfile: existing,
      launch,
      root,
      now: demands.now,
      cooldownDays,
      daysOf,
      isPolicy: stated !== null,
      only,
      places,
    });
  try {
    return await resolveToday(resolving, server, { wish: wish(days), python });
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError) || days === 0) throw thrown;
    const closure = await resolveToday(resolving, server, { wish: wish(0), python });
    return withoutTimes(thrown, closure);
  }
}

/**
 * An index that tells no times has nothing that is old enough: what it has may be taken, and its age is
 * named as unknown. Where it does tell them, what it says stands.
 */
function withoutTimes(refusal: PinfoldError, closure: ResolvedClosure): ResolvedClosure {
  const hasTimes = closure.resolution.packages.some(({ wheels }) =>
    wheels.some(({ published }) => published !== null),
  );
  if (!hasTimes) return closure;
  throw new PinfoldError(
    "refused",
    `nothing that is old enough makes a closure: ${refusal.message}`,
    "wait until the cooldown is over; pinfold verify --online says what there is",
  );
}
