import { judgeTree } from "../ecosystems/npm/judge-tree.ts";
import { locateNpx, type NpxLocation } from "../ecosystems/npm/locate.ts";
import { isFrozen } from "../ecosystems/npm/npx-tree.ts";
import { planTree } from "../ecosystems/npm/observe-tree.ts";
import { readTree } from "../ecosystems/npm/store/judge-copy.ts";
import { isPinnedNpxTree, mendNpxTree } from "../ecosystems/npm/store/mend-tree.ts";
import type { Finding } from "../model/finding.ts";
import { subjectLabel } from "../model/subject.ts";
import type { FillWorld, Kept } from "../store/define.ts";
import { judgeEvidence } from "../verify/judge.ts";
import type { KnownServer } from "../verify/servers.ts";
import type { Bringer, Brought } from "./define.ts";

/**
 * Trees that npx keeps. One whose version floats may be left by the next start: it is put back only
 * where somebody tampered with it.
 */
export const npxBringer: Bringer<"npm"> = {
  takes: ({ npm, launch }) => npm !== null && launch.launcher === "npx",

  async bring({ world, clientPath, capturedPath }, server, kept): Promise<Brought> {
    const { entry, launch } = server;
    const location = await locateNpx({ ...world, clientPath, capturedPath }, entry, launch);
    const { root } = location;
    const notHeld = whyNotHeld(server, kept);
    if (await isPinnedNpxTree(world, location, kept))
      return { root, notHeld, isMended: false, findings: [] };
    const findings = await errorsOf(world, server, { location, kept });
    const isMended = notHeld === null || (findings.length > 0 && isOfPinnedVersion(server, kept));
    if (isMended) await mendNpxTree(world, location, kept);
    return { root, notHeld, isMended, findings };
  },
};

function whyNotHeld({ entry, launch }: KnownServer, { subject, lockfile }: Kept<"npm">) {
  if (!isFrozen(launch))
    return `${launch.spec ?? subjectLabel(subject)} names no exact version, so the next start may fetch another one: pinfold harden --pin-only ${entry.name}`;
  if (isOfPinnedVersion({ launch }, { lockfile })) return null;
  const { file, line } = entry.source;
  return `the entry asks for ${launch.versionSpec ?? "no version"}, and ${lockfile.version} is pinned: write ${subject.name}@${lockfile.version} into ${file}:${line}`;
}

function isOfPinnedVersion(
  { launch }: Pick<KnownServer, "launch">,
  { lockfile }: Pick<Kept<"npm">, "lockfile">,
): boolean {
  const { versionSpec, pinLevel } = launch;
  return pinLevel !== "exact" || versionSpec?.replace(/^[v=\s]+/, "") === lockfile.version;
}

/** What `verify` would say of the tree before it is replaced. */
async function errorsOf(
  world: FillWorld,
  { entry }: KnownServer,
  { location, kept }: { readonly location: NpxLocation; readonly kept: Kept<"npm"> },
): Promise<readonly Finding[]> {
  const { disk, state } = world;
  const { lockfile, subject } = kept;
  const plan = planTree(disk, location.root, lockfile);
  if (plan === null) return [];
  const npmTree = judgeTree(
    { ...world, manifests: state.manifests },
    {
      name: entry.name,
      subject: subjectLabel(subject),
      location,
      lockfile,
      baseline: state.baselines.read(location.root),
      tree: await readTree(world, plan, lockfile),
      unreadable: null,
      hasMachinePin: true,
      exactTree: null,
    },
  );
  return judgeEvidence({ npmTree }, entry.id).findings.filter(
    ({ severity }) => severity === "error",
  );
}
