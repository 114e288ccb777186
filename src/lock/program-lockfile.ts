import { PinfoldError } from "../errors.ts";
import { treeDigestOf } from "../lockfile/format.ts";
import { type ExecutableLockfile, LOCKFILE_VERSION } from "../lockfile/schema.ts";
import { lockfilePathOf, purlOf, type Subject, subjectLabel } from "../model/subject.ts";
import type { FoundChain } from "../verify/find-chains.ts";
import type { Pins } from "../verify/pins.ts";
import { programPinOf } from "../verify/program-servers.ts";
import type { WriteContext } from "./write.ts";

export interface ProgramPlan {
  readonly subject: Subject<"executable">;
  readonly file: string;
  readonly lockfile: ExecutableLockfile;
  /** The text that stands there now. */
  readonly before: string | null;
  /** False where the lockfile has this platform already. */
  readonly isNew: boolean;
}

/**
 * A program's lockfile with the digests of this platform added. A digest that is there and differs
 * stays: moving a pin is a decision of its own.
 */
export function programToWrite(
  { set }: Pins,
  { world, target }: WriteContext,
  {
    subject,
    chain,
  }: { readonly subject: Subject<"executable"> | null; readonly chain: FoundChain },
): ProgramPlan {
  if (subject === null)
    throw new PinfoldError(
      "refused",
      `${chain.command} has a name that no lockfile can have`,
      "give the program a name of letters, digits, dots and dashes",
    );
  const { machine } = world;
  const platform = `${machine.platform}-${machine.arch}`;
  const file = `${target.directory}/${lockfilePathOf(subject)}`;
  const pin = programPinOf(chain, machine.home);
  if (pin === null)
    throw new PinfoldError(
      "input",
      `${chain.command} could not be read`,
      "give yourself the right to read it, or install it",
    );
  const place = { kind: "given", directory: target.directory, files: target.directory } as const;
  const lookup = set.read(place, "executable", lockfilePathOf(subject));
  if (lookup.state === "unusable")
    throw new PinfoldError("input", `${file} cannot be used: ${lookup.message}`, lookup.hint);
  const existing = lookup.state === "found" ? lookup.lockfile : null;
  const known = existing?.packages[platform];
  const isSame =
    known !== undefined && JSON.stringify(sorted(known)) === JSON.stringify(sorted(pin));
  if (known !== undefined && !isSame)
    throw new PinfoldError(
      "refused",
      `${subjectLabel(subject)} is pinned for ${platform} with other digests: existing pins stay`,
      `compare the program with ${file}; to pin it anew, remove that file first`,
    );
  const packages = { ...existing?.packages, [platform]: known ?? pin };
  const lockfile: ExecutableLockfile = {
    lockfileVersion: LOCKFILE_VERSION,
    subject: purlOf(subject),
    ...existing,
    revision: existing === null ? 1 : existing.revision + (isSame ? 0 : 1),
    tree: treeDigestOf(packages),
    packages,
  };
  return {
    subject,
    file,
    lockfile,
    before: lookup.state === "found" ? lookup.text : null,
    isNew: !isSame,
  };
}

function sorted({
  sha256,
  code,
}: {
  readonly sha256: string;
  readonly code?: Readonly<Record<string, string>> | undefined;
}) {
  return [sha256, Object.entries(code ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))];
}
