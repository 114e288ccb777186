import { compare, explain } from "@renovatebot/pep440";

import { newestOf } from "../../ecosystems/pypi/asked-project.ts";
import { projectPages, type ProjectPages } from "../../ecosystems/pypi/project-pages.ts";
import { rootOf } from "../../ecosystems/pypi/root-package.ts";
import { findingsOfEntry } from "../../lock/entry-findings.ts";
import { locateArtifacts } from "../../lock/pypi/locate-artifacts.ts";
import { choosePackages } from "../../lock/pypi/pins.ts";
import { treeDigestOf } from "../../lockfile/format.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { Sightings } from "../../state/sightings.ts";
import { changedPackages } from "../changed-packages.ts";
import { compareChanged } from "../compare-changed.ts";
import type { UpdatePlan, Updater } from "../define.ts";
import { checkOnly, pinInForce } from "../pin-in-force.ts";
import { builtAlready } from "./built.ts";
import { movedPins, rootFacts } from "./moved-pins.ts";
import { namedPins } from "./named-pins.ts";
import { packageState } from "./package-states.ts";
import { resolveNewest } from "./resolve-newest.ts";

/**
 * 1. The index is asked for the pinned archives, to know how old they are and where they are.
 * 2. uv resolves from archives that are old enough; an environment that is started as it is moves the
 *    pin to what is installed in it.
 * 3. What is pinned already stays as it is pinned; the rest is fetched and digested as by `lock`.
 * 4. Each package that moves is compared with the one that it replaces, file by file.
 */
export const pypiUpdater: Updater = {
  takes: ({ pypi }) => pypi !== null,

  findings: ({ world, state }, server) =>
    Promise.resolve(findingsOfEntry({ machine: world.machine, state }, server)),

  async plan(context, server) {
    const { world, state, pins, cacheFolder, onProgress, demands, withSource } = context;
    const found = pinInForce(pins, server.pypi);
    if (found === null || server.pypi === null) return null;
    const { lockfile: existing, file, text, place } = found;
    const subject = server.pypi;
    checkOnly(Object.keys(existing.packages).map(packageNameOf), existing, context.only);
    onProgress(`${server.entry.name}: asking the index`);
    const places = new Map(await locateArtifacts(context, existing));
    const closure = await resolveNewest(context, server, { existing, places });
    const { resolution, request } = closure;
    const packages = choosePackages(resolution, existing.platforms, [
      ...context.allowScripts,
      ...builtAlready(existing),
    ]);
    for (const { chosen } of packages)
      for (const artifact of [...chosen.wheels, ...(chosen.sdist === null ? [] : [chosen.sdist])])
        places.set(artifact.file, artifact);
    const root = rootOf(subject, resolution.packages);
    const own = packages.find(({ resolved }) => resolved === root);
    const moved = await movedPins(context, existing, { closure, packages, root: own ?? null });
    const pages = await projectPages(world, request, resolution);
    const plan = {
      subject,
      pin: { file, text, place },
      from: existing.version,
      to: root.version,
      packages: Object.keys(existing.packages).length,
      held: heldBack(root, pages),
    };
    const changed = changedPackages(namedPins(existing), namedPins({ packages: moved }));
    if (changed.length === 0) return { ...plan, lockfile: existing, difference: null };
    const lockfile: PypiLockfile = {
      ...existing,
      ...(await rootFacts(context, existing, own)),
      version: root.version,
      revision: existing.revision + 1,
      tree: treeDigestOf(moved),
      packages: moved,
    };
    const sightings = new Sightings(state, demands.now);
    const states = {
      sightings,
      pythonIndex: world.pythonIndex,
      manifests: state.manifests,
      cacheFolder: `${cacheFolder}/pypi`,
      places,
      pageOf: (name: string) => pages.pageOf(name),
      platform: `${world.machine.platform}-${world.machine.arch}`,
      python: resolution.python,
    };
    const difference = await compareChanged(
      {
        stateOf: (name, pin) => packageState(states, name, pin),
        demands,
        withSource,
        onProgress,
      },
      changed,
    );
    sightings.write();
    return { ...plan, lockfile, difference };
  },
};

/** The newest version that only its age keeps back; null where none is. */
function heldBack(
  root: { readonly name: string; readonly version: string },
  pages: ProjectPages,
): UpdatePlan["held"] {
  const files = pages.pageOf(root.name)?.files ?? [];
  const version = newestOf(root.name, files);
  if (version === null || explain(root.version) === null) return null;
  if (compare(version, root.version) <= 0) return null;
  const times = files
    .filter(({ file }) => file.includes(version))
    .flatMap((one) => one.published ?? []);
  return { version, published: times.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null };
}
