import type {
  Candidate,
  ChainProgram,
  Lookup,
  ProgramProblem,
  ProgramRole,
} from "../model/launcher-chain.ts";
import { DiskError } from "../ports/disk.ts";
import type { DiskView } from "./disk-view.ts";

export interface Inspected {
  readonly program: ChainProgram;
  /** The first bytes; null where the file could not be read. */
  readonly head: Uint8Array | null;
  /** The whole text of a small file. */
  readonly text: string | null;
}

export interface InspectInput {
  readonly role: ProgramRole;
  readonly name: string;
  readonly usedBy: string | null;
  readonly lookup: Lookup | null;
  /** The candidate that would be started; for a path, whatever stands there. */
  readonly candidate: Candidate | null;
}

/** Everything about one file of the chain: the way to it, its owner and mode, its bytes. */
export function inspect(view: DiskView, input: InspectInput): Inspected {
  const { role, name, usedBy, lookup, candidate } = input;
  const path = candidate?.path ?? lookup?.candidates[0]?.path ?? name;
  const way = path.startsWith("/") ? view.walk(path) : null;
  const stat = way?.stat ?? null;
  const base: ChainProgram = {
    role,
    name,
    usedBy,
    path,
    hops: way?.hops ?? [],
    real: way?.real ?? null,
    sha256: null,
    owner: stat === null ? "" : view.people.ownerOf(stat.uid),
    mode: (stat?.mode ?? 0) & 0o7777,
    shebang: null,
    problem: null,
    shim: null,
    lookup,
  };
  const nothing = { head: null, text: null };
  if (candidate?.state !== "program" || base.real === null)
    return { ...nothing, program: { ...base, problem: problemOf(candidate, lookup) } };
  try {
    const reading = view.digest(base.real);
    if (reading === null) return { ...nothing, program: { ...base, problem: "changing" } };
    const { bytes } = reading;
    return {
      program: { ...base, sha256: `sha256:${reading.sha256}` },
      head: reading.head ?? bytes?.subarray(0, 256) ?? null,
      text: bytes === null ? null : Buffer.from(bytes).toString("utf8"),
    };
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    return { ...nothing, program: { ...base, problem: ofDisk(thrown) } };
  }
}

function ofDisk({ problem }: DiskError): ProgramProblem {
  return problem === "too-large" ? "unreadable" : problem;
}

/** Why nothing can be started, where nothing can. */
function problemOf(candidate: Candidate | null, lookup: Lookup | null): ProgramProblem {
  const what = candidate ?? lookup?.candidates[0];
  if (what === undefined) return "missing";
  const { state, mode } = what;
  if (state === "loop") return "loop";
  if (state === "unreadable") return "unreadable";
  if (state === "latent") return (mode & 0o444) === 0 ? "unreadable" : "not-executable";
  if (state === "special") return "not-a-file";
  // A folder on the way is passed over in a look-up; a path that names one is no program.
  return state === "folder" && lookup === null ? "not-a-file" : "missing";
}
