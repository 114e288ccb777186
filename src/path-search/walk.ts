import type { LinkHop } from "../model/launcher-chain.ts";
import { DiskError, type DiskProblem, type EntryStat } from "../ports/disk.ts";
import type { DiskView } from "./disk-view.ts";

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** The way to a file, one name after the other, as the kernel goes it. */
export interface Walk {
  readonly hops: readonly LinkHop[];
  /** Every folder that was passed, by its own path without links. */
  readonly folders: readonly string[];
  /** Where the way ends; null where it leads nowhere. */
  readonly real: string | null;
  readonly stat: EntryStat | null;
  readonly problem: DiskProblem | null;
  /** The path's own last name is a link, wherever that leads. */
  readonly endsInLink: boolean;
}

/** Follows an absolute path through every symbolic link, keeping all that was passed. */
export function walk(view: DiskView, path: string): Walk {
  const hops: LinkHop[] = [];
  const folders: string[] = ["/"];
  let at = "";
  let rest = names(path);
  let endsInLink = false;
  const end = (parts: Partial<Walk>): Walk => {
    const nothing = { real: null, stat: null, problem: null };
    return Object.assign({ hops, folders, endsInLink }, nothing, parts);
  };
  try {
    for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
      if (name === "..") {
        at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
        continue;
      }
      const next = `${at}/${name}`;
      const stat = view.stat(next);
      if (stat === null) return end({});
      if (stat.kind === "link") {
        if (hops.length >= MAX_LINKS) return end({ problem: "loop" });
        if (rest.length === 0) endsInLink = true;
        const target = view.readLink(next);
        hops.push({ path: next, target, owner: view.people.ownerOf(stat.uid) });
        if (target.startsWith("/")) at = "";
        rest = names(target).concat(rest);
        continue;
      }
      at = next;
      if (rest.length === 0) {
        if (stat.kind === "folder") folders.push(at);
        return end({ real: at, stat });
      }
      if (stat.kind !== "folder") return end({});
      folders.push(at);
    }
    const real = at === "" ? "/" : at;
    return end({ real, stat: view.stat(real) });
  } catch (thrown) {
    if (thrown instanceof DiskError) return end({ problem: thrown.problem });
    throw thrown;
  }
}

function names(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
