import { baselineOf } from "../../ecosystems/npm/judge-tree.ts";
import { locateNpx } from "../../ecosystems/npm/locate.ts";
import { PinfoldError } from "../../errors.ts";
import { isNpmLockfile } from "../../lockfile/parse.ts";
import type { Lockfile, NpmLockfile } from "../../lockfile/schema.ts";
import { isKept } from "../../model/launch.ts";
import type { PlannedPin, PlannedRoot } from "../../model/lock-plan.ts";
import { type Subject, subjectLabel } from "../../model/subject.ts";
import { count } from "../../model/text.ts";
import { AttestationAnswers } from "../../state/attestation-answers.ts";
import { packagePurl } from "../../policy/pattern.ts";
import { Sightings } from "../../state/sightings.ts";
import { recordBaseline } from "../../verify/npm-servers.ts";
import { packageInterpreters } from "../../verify/package-interpreters.ts";
import { pinOf } from "../../verify/pins.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext, Locker } from "../define.ts";
import { checkOnline } from "./check-online.ts";
import { entryFindings } from "./entry-findings.ts";
import type { FetchedPackage } from "./fetch-packages.ts";
import { type NpmPlan, planTree } from "./plan.ts";
import { lockfileProblems } from "./problems.ts";
import { evidenceRefusals } from "../evidence-refusals.ts";
import { lostEvidence } from "../lost-evidence.ts";
import { refusals } from "./refusals.ts";
import { lockfileToWrite } from "./to-write.ts";
import { userSettings } from "../../ecosystems/npm/user-settings.ts";

/** The servers of npx, and lockfiles of npm. */
export const npmLocker: Locker = {
  ecosystem: "npm",
  approvesLater: true,

  takes: ({ npm }) => npm !== null,

  pin({ pins, state }, server) {
    const subject = subjectOf(server);
    return { subject, ...pinOf(pins, state, server, subject, () => null) };
  },

  findings: (context, server, lockfile) =>
    entryFindings(located(context), server, npmOrNull(lockfile)),

  async interpreters(context, group, lockfile) {
    // `run` has an interpreter of its own choice.
    const server = group.find(({ launch }) => !isKept(launch));
    if (server === undefined) return [];
    const { entry, launch } = server;
    const { root } = await locateNpx(located(context), entry, launch);
    const own = npmOrNull(lockfile);
    return own === null ? [] : packageInterpreters(context.world.disk, root, launch, own);
  },

  async plan(context, [server], existing) {
    const { world, state, allowScripts } = context;
    const subject = subjectOf(server);
    const plan = await planTree(context, server, subject);
    const { lockfile: planned, location, root, tree } = plan;
    const lockfile = lockfileToWrite(planned, npmOrNull(existing), allowScripts);
    return {
      subject,
      lockfile,
      origin: tree === null ? "resolved" : "installed",
      root: { ...root, version: planned.version, ...rootFacts(plan) },
      packages: plannedPins(plan, new Sightings(state, world.machine.now)),
      resolver: { npm: planned.resolver.npm, node: planned.resolver.node },
      notes: hiddenNotes(plan),
      refusals: [
        ...refusals(context, plan),
        ...evidenceRefusals(
          plan.server.entry,
          plan.packages.map(({ facts, evidence: { invalid } }) => ({ ...facts, invalid })),
          lostEvidence(
            context,
            "npm",
            plan.predecessors,
            plan.packages.map(({ facts, pin, evidence }) => ({
              ...facts,
              digest: pin.integrity,
              evidence,
            })),
          ),
        ),
      ],
      interpreters: packageInterpreters(world.disk, location.root, server.launch, planned),
      remember() {
        if (tree !== null)
          recordBaseline(state, baselineOf(tree, location.root, subjectLabel(subject)), tree);
      },
    };
  },

  problems(lockfile: Lockfile) {
    const own = npmOrNull(lockfile);
    return own === null ? [] : lockfileProblems(own);
  },

  async checkOnline({ world, manifests, cacheFolder, onProgress }, { file, lockfile }) {
    const own = npmOrNull(lockfile);
    if (own === null) return [];
    const { registry, evidence, npmSettings, machine } = world;
    const settings = await userSettings(npmSettings, machine.home);
    const attestationMemory = new AttestationAnswers(world.disk, world.files, cacheFolder);
    return checkOnline(
      { registry, evidence, attestationMemory, settings, manifests, onProgress },
      { file, lockfile: own },
    );
  },
};

function located({ world, state, clientPath, capturedPath }: LockContext) {
  return { ...world, state, clientPath, capturedPath };
}

function subjectOf({ npm }: KnownServer): Subject<"npm"> {
  if (npm !== null) return npm;
  throw new PinfoldError("internal", "not a server of npm", "please report this as a defect");
}

function npmOrNull(lockfile: Lockfile | null): NpmLockfile | null {
  return lockfile !== null && isNpmLockfile(lockfile) ? lockfile : null;
}

/** A mirror that copies what a registry says, and has not what it speaks of. */
function hiddenNotes({ packages }: NpmPlan): readonly string[] {
  const hidden = packages.filter(
    ({ document, evidence }) =>
      document.claims.isAttested && evidence.missing.some(({ part }) => part === "attestations"),
  );
  return hidden.length === 0
    ? []
    : [
        `the registry says that ${count(hidden.length, "package has statements", "packages have statements")} of who made them, and does not give them`,
      ];
}

/** Who built the server's own package, and what it calls itself. */
function rootFacts({ packages, subject }: NpmPlan): Pick<PlannedRoot, "provenance" | "mcpName"> {
  const own = packages.find(({ path }) => path === `node_modules/${subject.name}`);
  return { provenance: own?.evidence.details ?? null, mcpName: own?.mcpName ?? null };
}

function plannedPins({ packages }: NpmPlan, sightings: Sightings): readonly PlannedPin[] {
  const pins = packages.map((one) => plannedPin(one, sightings));
  sightings.write();
  return pins;
}

function plannedPin(
  { document, facts, pin, evidence, ...sizes }: FetchedPackage,
  sightings: Sightings,
): PlannedPin {
  const { name, version } = facts;
  const log = evidence.publishedAt ?? null;
  const { time, origin } = sightings.time(
    packagePurl("npm", name),
    version,
    document.published,
    log,
  );
  return {
    name,
    version,
    published: time,
    publishedBy: origin,
    publisher: document.publisher,
    source: "registry",
    scripts: facts.installScripts,
    isApproved: pin.hooks?.approved === true,
    startupHooks: [],
    evidence,
    files: sizes.fileCount,
    bytes: sizes.unpackedBytes,
  };
}
