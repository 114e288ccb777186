import {
  comparedEvidence,
  type ComparedEvidence,
} from "../../ecosystems/pypi/compared-evidence.ts";
import { projectPages, type ProjectPages } from "../../ecosystems/pypi/project-pages.ts";
import { PinfoldError } from "../../errors.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { h1Of } from "../../model/digest.ts";
import { prefixOf } from "../../model/npm-tree.ts";
import type { IndexProject } from "../../ports/python-index.ts";
import { evidenceProblem } from "../evidence-problem.ts";
import type { CheckContext, CheckProblem } from "../define.ts";
import { pooled } from "../pool.ts";
import { type LocatedPart, locateParts, placesOf } from "./locate-artifacts.ts";

const AT_ONCE = 12;

type Problem = Omit<CheckProblem, "file">;

/**
 * Asks the index for exactly the pinned versions, fetches the pinned archives, and computes again what
 * is derived from them. Keeps the manifests, so that `verify` can name changed files.
 */
export async function checkPypiOnline(
  context: CheckContext,
  { file, lockfile }: { readonly file: string; readonly lockfile: PypiLockfile },
): Promise<readonly CheckProblem[]> {
  const { world, manifests, cacheFolder, onProgress } = context;
  const problems: CheckProblem[] = [];
  const tell = (one: Problem): void => void problems.push({ file, ...one });
  let parts: readonly LocatedPart[];
  try {
    parts = await locateParts(context, lockfile);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    const { message, hint, code } = thrown;
    return [{ file, package: null, message, hint, isWrong: code === "refused" }];
  }
  const places = placesOf(parts);
  const wheels = Object.entries(lockfile.packages).flatMap(([key, { version, artifacts }]) =>
    artifacts.map((artifact) => ({ key, version, artifact })),
  );
  let done = 0;
  await pooled(wheels, AT_ONCE, async ({ key, version, artifact }) => {
    const name = packageNameOf(key);
    const there = places.get(artifact.file);
    const problem = differenceOf(artifact, there?.sha256 ?? null);
    if (problem !== null) tell({ package: key, ...problem });
    else if (artifact.files !== undefined && there !== undefined) {
      const { url } = there;
      const { file: wheelFile, sha256 } = artifact;
      try {
        const wheel = await world.pythonIndex.wheel({
          file: wheelFile,
          url,
          sha256,
          cacheFolder: `${cacheFolder}/pypi`,
          keep: false,
        });
        const prefix = prefixOf(name, version);
        manifests.write(prefix, wheel.files);
        if (h1Of(prefix, wheel.files) !== artifact.files)
          tell({
            package: key,
            message: `${wheelFile} unpacks to other files than the pinned ones`,
            hint: "the lockfile was changed by hand: compare with its history, and do not start the server",
            isWrong: true,
          });
      } catch (thrown) {
        if (!(thrown instanceof PinfoldError)) throw thrown;
        const { message, hint, code } = thrown;
        tell({ package: key, message, hint, isWrong: code === "refused" });
      }
    }
    done += 1;
    onProgress(`${lockfile.subject}: compared ${done} of ${wheels.length} archives`);
  });
  for (const { key, version, differences, package: name } of await evidenceNow(
    context,
    lockfile,
    parts,
  ))
    for (const one of differences) {
      const problem = evidenceProblem(`${name} ${version}`, one);
      if (problem !== null) tell({ package: key, ...problem });
    }
  return problems.toSorted((a, b) =>
    `${a.package ?? ""} ${a.message}` < `${b.package ?? ""} ${b.message}` ? -1 : 1,
  );
}

/** What the indexes of the pinned versions say of who made them; nothing is asked where nobody is pinned. */
async function evidenceNow(
  { world }: CheckContext,
  lockfile: PypiLockfile,
  parts: readonly LocatedPart[],
): Promise<readonly ComparedEvidence[]> {
  const isPinned = Object.values(lockfile.packages).some(
    ({ evidence }) => evidence?.provenance !== undefined,
  );
  if (!isPinned) return [];
  const pages: ProjectPages[] = [];
  for (const { request, resolution } of parts)
    pages.push(await projectPages(world, request, resolution));
  const pageOf = (name: string): IndexProject | null =>
    pages.map((one) => one.pageOf(name)).find((page) => page !== null) ?? null;
  return comparedEvidence(world, lockfile, pageOf);
}

function differenceOf(
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  observed: string | null,
): Pick<CheckProblem, "message" | "hint" | "isWrong"> | null {
  if (observed === null)
    return {
      message: `the index does not list ${file} any more`,
      hint: "it was taken away, or the index leaves it out: find out why before you install it anywhere",
      isWrong: false,
    };
  return observed === sha256
    ? null
    : {
        message: `the index has other bytes under ${file} than the pinned ones`,
        hint: "one of them was changed: compare with the history of the lockfile, and do not start the server",
        isWrong: true,
      };
}
