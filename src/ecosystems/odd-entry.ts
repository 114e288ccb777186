import type { OddEntry } from "../model/npm-tree.ts";
import { DiskError } from "../ports/disk.ts";

/** How a failure to read an entry of an installed tree counts. */
export function oddKindOf(thrown: unknown): OddEntry["kind"] {
  if (!(thrown instanceof DiskError)) throw thrown;
  if (thrown.problem === "changing") return "changing";
  return thrown.problem === "not-a-file" || thrown.problem === "loop" ? "special" : "unreadable";
}
