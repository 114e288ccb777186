import { PinfoldError } from "../../errors.ts";
import { evidenceRecord } from "../../lockfile/evidence-pin.ts";
import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import { folderName } from "../../model/npm-tree.ts";
import { rankOf } from "../../model/provenance.ts";
import type { EvidenceVerifier } from "../../ports/evidence.ts";
import type { AttestationMemory, NpmRegistry } from "../../ports/npm-registry.ts";
import type { NpmSettings } from "../../ports/npm-settings.ts";
import type { ManifestStore } from "../../state/manifests.ts";
import { compareEvidence } from "../../provenance/compare.ts";
import type { CheckProblem } from "../define.ts";
import { evidenceProblem } from "../evidence-problem.ts";
import { AT_ONCE, fetchPackages } from "./fetch-packages.ts";
import { pooled } from "../pool.ts";

interface ArchiveContext {
  readonly registry: NpmRegistry;
  readonly evidence: EvidenceVerifier;
  readonly attestationMemory: AttestationMemory;
  readonly settings: NpmSettings;
  readonly manifests: ManifestStore;
  readonly onProgress: (text: string) => void;
}

/**
 * Fetches the archives that a lockfile pins, never newer ones, and compares every digest and all
 * evidence. Keeps the manifests, so that `verify` can name changed files.
 */
export async function checkOnline(
  context: ArchiveContext,
  { file, lockfile }: { readonly file: string; readonly lockfile: NpmLockfile },
): Promise<readonly CheckProblem[]> {
  const problems: CheckProblem[] = [];
  let done = 0;
  const total = Object.keys(lockfile.packages).length;
  await pooled(Object.entries(lockfile.packages), AT_ONCE, async ([path, pin]) => {
    const found = await checkPackage(context, path, pin);
    done += 1;
    context.onProgress(`${lockfile.subject}: compared ${done} of ${total} packages`);
    problems.push(...found.map((problem) => ({ file, package: path, ...problem })));
  });
  return problems.toSorted((a, b) => ((a.package ?? "") < (b.package ?? "") ? -1 : 1));
}

type Problem = Pick<CheckProblem, "message" | "hint" | "isWrong" | "rule">;

async function checkPackage(
  context: ArchiveContext,
  path: string,
  pin: PackagePin,
): Promise<readonly Problem[]> {
  const name = pin.name ?? folderName(path);
  const { version, optional } = pin;
  const pinned = evidenceRecord(pin.evidence);
  // Who had statements when it was pinned is asked for them, whatever is announced today.
  const hadAttestations = pinned !== null && rankOf(pinned.level) >= rankOf("publish");
  const expectsAttestations = (): boolean => hadAttestations;
  try {
    const [fetched] = await fetchPackages(
      { ...context, expectsAttestations, onProgress: () => undefined },
      [{ path, name, version, optional: optional === true }],
    );
    const differs = fetched === undefined ? "package" : firstDifference(pin, fetched.pin);
    if (fetched === undefined || differs !== null)
      return [
        {
          message: `${name} ${version}: the registry's archive has another ${differs} than the pinned one`,
          hint: "one of them was changed: compare with the history of the lockfile, and do not start the server",
          isWrong: true,
        },
      ];
    const differences = pinned === null ? [] : compareEvidence(pinned, fetched.evidence);
    return differences.flatMap((one) => evidenceProblem(`${name} ${version}`, one) ?? []);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return [{ message: thrown.message, hint: thrown.hint, isWrong: thrown.code === "refused" }];
  }
}

/** What is derived from an archive; approvals and evidence are not. */
const DERIVED = ["integrity", "files", "installed", "bundled", "os", "cpu", "libc"] as const;

function firstDifference(pinned: PackagePin, fetched: PackagePin): string | null {
  const differs = DERIVED.find(
    (field) => JSON.stringify(pinned[field]) !== JSON.stringify(fetched[field]),
  );
  if (differs !== undefined) return differs;
  return pinned.hooks?.scripts === fetched.hooks?.scripts ? null : "install script";
}
