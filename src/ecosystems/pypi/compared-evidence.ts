import { PinfoldError } from "../../errors.ts";
import { evidenceRecord } from "../../lockfile/evidence-pin.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { PackageEvidence } from "../../model/evidence-difference.ts";
import type { IndexProject } from "../../ports/python-index.ts";
import { compareEvidence } from "../../provenance/compare.ts";
import { type FileEvidence, pythonEvidence } from "../../provenance/python-evidence.ts";
import { type EvidencePorts, fileEvidence, type PinnedArchive } from "./file-evidence.ts";

const AT_ONCE = 16;

export interface ComparedEvidence extends PackageEvidence {
  /** As in the lockfile. */
  readonly key: string;
}

/**
 * What the indexes say now of who made pinned archives, compared with what they said when these were
 * locked. Only of packages whose makers are pinned: of others there is nothing to lose.
 *
 * @param isMeant which archives are asked for; all of a package where none is
 */
export async function comparedEvidence(
  ports: EvidencePorts,
  { packages }: Pick<PypiLockfile, "packages">,
  pageOf: (name: string) => IndexProject | null,
  isMeant: (file: string) => boolean = () => true,
): Promise<readonly ComparedEvidence[]> {
  const pending = Object.entries(packages).flatMap(([key, { version, artifacts, evidence }]) => {
    const pinned = evidenceRecord(evidence);
    if (pinned === null || pinned.provenance === null) return [];
    const meant = artifacts.filter(({ file }) => isMeant(file));
    const archives: readonly PinnedArchive[] = meant.length === 0 ? artifacts : meant;
    return [{ key, version, pinned, archives }];
  });
  const compared: ComparedEvidence[] = [];
  const worker = async (): Promise<void> => {
    for (let one = pending.shift(); one !== undefined; one = pending.shift()) {
      const { key, version, pinned, archives } = one;
      const name = packageNameOf(key);
      const files = new Map<string, FileEvidence>();
      for (const archive of archives)
        files.set(archive.file, await evidenceOrMissing(ports, pageOf(name), archive));
      const differences = compareEvidence(pinned, pythonEvidence(files));
      compared.push({ key, package: name, version, differences });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return compared.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** An index that fails to answer hides no more than one that says nothing: both are unknown. */
async function evidenceOrMissing(
  ports: EvidencePorts,
  page: IndexProject | null,
  archive: PinnedArchive,
): Promise<FileEvidence> {
  try {
    return await fileEvidence(ports, page, archive);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return { state: "missing", reason: thrown.message };
  }
}
