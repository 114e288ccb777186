import {
  askedProject,
  type IndexAnswer,
  type PinnedArchives,
} from "../../ecosystems/pypi/asked-project.ts";
import { askedSource } from "../../ecosystems/pypi/asked-source.ts";
import { comparedEvidence } from "../../ecosystems/pypi/compared-evidence.ts";
import { closureMoves } from "../../ecosystems/pypi/closure-moves.ts";
import { projectPages, type ProjectPages } from "../../ecosystems/pypi/project-pages.ts";
import { statusesOf } from "../../ecosystems/pypi/project-statuses.ts";
import { rootOf } from "../../ecosystems/pypi/root-package.ts";
import { fits, parseWheelName } from "../../ecosystems/pypi/wheel-tags.ts";
import { attempt } from "../../ecosystems/npm/locate.ts";
import { PinfoldError } from "../../errors.ts";
import {
  packageNameOf,
  type PypiLockfile,
  type PypiPackagePin,
} from "../../lockfile/pypi-schema.ts";
import { isKept } from "../../model/launch.ts";
import type { AskedPackage, OnlineEvidence } from "../../model/online.ts";
import type { ResolvedPackage } from "../../ports/python-resolver.ts";
import { purlOf } from "../../model/subject.ts";
import { packagePurl } from "../../policy/pattern.ts";
import { pinOf } from "../pins.ts";
import { type ResolveContext, resolveToday } from "../python-resolve.ts";
import { isResolved } from "../python-fixed.ts";
import { locateServer } from "../python-places.ts";
import type { KnownServer } from "../servers.ts";
import { ownUv } from "../own-uv.ts";
import { cooldownOf } from "./cooldown.ts";
import type { OnlineCheck, OnlineContext } from "./define.ts";

/**
 * What the next start of a Python server runs:
 *
 * 1. Where it starts an environment as it is, that is judged already: the index is asked for the state
 *    of its packages alone.
 * 2. Else uv resolves, for this machine and its Python, as uvx does at each start. It installs nothing.
 * 3. The project pages say what is yanked or quarantined, and whether pinned archives are what they were.
 */
export const pypiCheck: OnlineCheck = {
  takes: ({ pypi }) => pypi !== null,

  async ask(context, server) {
    const { entry, launch, pypi } = server;
    if (pypi === null) return null;
    const { lockfile } = pinOf(context.pins, context.state, server, pypi, context.nearby);
    if (lockfile === null) return null;
    // `run` resolves nothing either.
    const isFixed =
      isKept(launch) || !isResolved(context.disk, locateServer(context, server, lockfile), server);
    const empty: OnlineEvidence = {
      name: entry.name,
      isFloating: !isFixed && launch.pinLevel !== "exact",
      resolvesAnew: !isFixed,
      cooldownDays: cooldownOf(context, purlOf(pypi)),
      packages: [],
      closure: null,
      statuses: [],
      disagreements: [],
      problems: [],
    };
    const answer = await attempt(async () => {
      const asked = await askAll(context, server, { lockfile, isFixed });
      return { ...empty, ...asked };
    });
    if (!(answer instanceof PinfoldError)) return answer;
    const { message, hint } = answer;
    return { ...empty, problems: [{ message, hint }] };
  },
};

async function askAll(
  context: OnlineContext,
  server: KnownServer,
  { lockfile, isFixed }: { readonly lockfile: PypiLockfile; readonly isFixed: boolean },
): Promise<Pick<OnlineEvidence, "packages" | "closure" | "evidence" | "statuses">> {
  const { registries, machine, onProgress } = context;
  const wish = isFixed ? { requirements: exactly(lockfile) } : {};
  const { request, resolution } = await resolveToday(resolveContext(context), server, {
    ...wish,
    isHere: true,
  });
  onProgress(`${server.entry.name}: asking the index for the state of its packages`);
  const pages = await projectPages(registries, request, resolution);
  const pinned = [...pinnedArchives(lockfile)].filter(({ name, version }) =>
    resolution.packages.some((one) => one.name === name && one.version === version),
  );
  const itself = subjectPackage(server, lockfile);
  const own = pinnedArchives(lockfile).find(({ name }) => name === itself);
  const ask = (one: PinnedArchives, next: ResolvedPackage | null): AskedPackage =>
    askedProject(one, answerOf(pages, one.name, next, request), {
      now: machine.now,
      cooldownDays: cooldownOf(context, packagePurl("pypi", one.name)),
    });
  const next = resolution.packages.find(({ name }) => name === itself) ?? null;
  const pin = pinNamed(lockfile, itself);
  const main =
    pin?.source !== undefined
      ? [askedSource(itself, pin, next)]
      : own === undefined
        ? []
        : [ask(own, next)];
  // Of what it asks for only what is wrong: other bytes under a pinned version.
  const others = pinned
    .filter(({ name }) => name !== itself)
    .map((one) => ask(one, resolution.packages.find(({ name }) => name === one.name) ?? null))
    .filter(({ held }) => held === "republished" || held === "other-bytes");
  const platform = `${machine.platform}-${machine.arch}`;
  const isForHere = (file: string): boolean => {
    const wheel = parseWheelName(file);
    return wheel !== null && fits(wheel, platform, resolution.python);
  };
  return {
    packages: [...main, ...others],
    evidence: await comparedEvidence(registries, lockfile, pages.pageOf, isForHere),
    closure: isFixed ? null : closureMoves(lockfile, resolution.packages, itself),
    statuses: pinned.flatMap((one) =>
      statusesOf({ ...one, files: [...one.archives.keys()] }, pages.pageOf(one.name)),
    ),
  };
}

function answerOf(
  pages: ProjectPages,
  name: string,
  next: ResolvedPackage | null,
  { options, env }: { readonly options: readonly string[]; readonly env: object },
): IndexAnswer {
  const isOfEntry =
    options.some((option) => /^--(?:default-)?index|^--extra-index|^--find-links/.test(option)) ||
    Object.keys(env).some((variable) => /^UV_(?:.*INDEX|FIND_LINKS)/.test(variable));
  return { registry: pages.registryOf(name), page: pages.pageOf(name), next, isOfEntry };
}

function resolveContext(context: OnlineContext): ResolveContext {
  const { registries, dataFolder } = context;
  // Nobody is there to agree to a download.
  const consent = (): Promise<boolean> => Promise.resolve(false);
  return {
    ...context,
    reading: context.chains,
    pythonResolver: registries.pythonResolver,
    // What was allowed once is in the lockfile, and nothing is built to ask.
    allowScripts: [],
    otherUv: (path) =>
      ownUv({ disk: context.disk, uvProvider: registries.uvProvider, dataFolder, consent }, path),
  };
}

/** The pinned versions themselves: to ask for their state, not for others. */
function exactly({ packages }: PypiLockfile): readonly string[] {
  return Object.entries(packages).flatMap(([key, { version, marker, source }]) =>
    source === undefined
      ? [`${packageNameOf(key)}==${version}${marker === undefined ? "" : ` ; ${marker}`}`]
      : [],
  );
}

function pinnedArchives({ packages }: PypiLockfile): readonly PinnedArchives[] {
  return Object.entries(packages).map(([key, { version, artifacts }]) => ({
    name: packageNameOf(key),
    version,
    archives: new Map(artifacts.map(({ file, sha256 }) => [file, sha256])),
  }));
}

function pinNamed({ packages }: PypiLockfile, name: string): PypiPackagePin | undefined {
  return Object.entries(packages).find(([key]) => packageNameOf(key) === name)?.[1];
}

function subjectPackage({ pypi }: KnownServer, { packages }: PypiLockfile): string {
  const all = Object.entries(packages).map(([key, { source }]) => ({
    name: packageNameOf(key),
    source,
  }));
  return rootOf({ name: pypi?.name ?? "" }, all).name;
}
