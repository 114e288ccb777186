import { PinfoldError } from "../errors.ts";
import { decodeText } from "../formats/decode.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { Policy, PolicyOwner } from "../policy/policy.ts";
import { type Disk, DiskError } from "../ports/disk.ts";

const MAX_BYTES = 1024 * 1024;

export const POLICY_FILE = "policy.json";

/** Where a policy is looked for. Adopted ones are read from their snapshot. */
export interface PolicyPlace {
  readonly owner: PolicyOwner;
  /** As the user knows it. */
  readonly directory: string;
  /** Where its files are read. */
  readonly files: string;
}

/**
 * The policy of a directory, null where there is none. Throws where it cannot be used: what a team
 * demands is not guessed.
 */
export function readPolicy(disk: Disk, { owner, directory, files }: PolicyPlace): Policy | null {
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
  if (bytes === null) return null;
  const { text, problems } = decodeText(bytes, false);
  const [problem] = problems;
  if (problem !== undefined) throw unusable(problem.message);
  const parsed = parsePolicy(text, { owner, file, directory });
  if (parsed.problem !== null) throw unusable(parsed.problem);
  return parsed.policy;
}
