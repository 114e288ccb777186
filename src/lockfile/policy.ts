import { PinfoldError } from "../errors.ts";
import { decodeText } from "../formats/decode.ts";
import { sha256Of } from "../model/digest.ts";
import { parsePolicy } from "../policy/parse.ts";
import { type Policy, POLICY_FILE, type PolicyOwner } from "../policy/policy.ts";
import { type Disk, DiskError } from "../ports/disk.ts";

const MAX_BYTES = 1024 * 1024;

/** Where a policy is looked for. Adopted ones are read from their snapshot. */
export interface PolicyPlace {
  readonly owner: PolicyOwner;
  /** As the user knows it. */
  readonly directory: string;
  /** Where its files are read. */
  readonly files: string;
  /** Of a snapshot: the digest of the policy that was adopted, null where there was none. */
  readonly adopted?: string | null;
}

/**
 * The policy of a directory, null where there is none. One in a snapshot that is not what was adopted is
 * none either: nobody agreed to it. Throws where it cannot be used: what a team
 * demands is not guessed.
 */
export function readPolicy(disk: Disk, place: PolicyPlace): Policy | null {
  const { owner, directory, files, adopted } = place;
  const file = `${directory}/${POLICY_FILE}`;
  const unusable = (why: string): PinfoldError =>
    new PinfoldError(
      "usage",
      `the policy ${file} cannot be used: ${why}`,
      "mend it, or restore it from version control; docs/policy.md has its fields",
    );
  let bytes: Uint8Array | null;
  try {
    bytes = disk.read(`${files}/${POLICY_FILE}`, MAX_BYTES);
  } catch (thrown) {
    if (thrown instanceof DiskError) throw unusable(thrown.message);
    throw thrown;
  }
  if (bytes === null || (adopted !== undefined && adopted !== sha256Of(bytes))) return null;
  const { text, problems } = decodeText(bytes, false);
  const [problem] = problems;
  if (problem !== undefined) throw unusable(problem.message);
  const parsed = parsePolicy(text, { owner, file, directory });
  if (parsed.problem !== null) throw unusable(parsed.problem);
  return parsed.policy;
}

/** The text of a directory's policy, null where there is none. */
export function policyText(
  disk: Disk,
  { files, directory }: Pick<PolicyPlace, "files" | "directory">,
): string | null {
  try {
    const bytes = disk.read(`${files}/${POLICY_FILE}`, MAX_BYTES);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    throw new PinfoldError(
      "usage",
      `the policy ${directory}/${POLICY_FILE} cannot be read: ${thrown.message}`,
      "restore it from version control",
    );
  }
}
