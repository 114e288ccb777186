import { join } from "node:path";

import { PinfoldError } from "../errors.ts";
import type { Disk } from "../ports/disk.ts";
import type { FileToPlace } from "../ports/own-program.ts";
import { manifestOf, packagesOf } from "./packages.ts";

/** Never loaded: types, and the way back to sources. */
const UNUSED = /\.(?:map|d\.[cm]?ts)$/;

/** Of pinfold's own package, what is for readers. */
const FOR_READERS: readonly string[] = ["src", "docs", "dist/types"];

const MAX_FILES = 50_000;

/**
 * The files that pinfold needs to run, of its own package and of those that it needs, and where each
 * goes in the copy. A link among them is refused: it would lead to where things can be moved.
 */
export function programFiles(disk: Disk, root: string): readonly FileToPlace[] {
  const files: FileToPlace[] = [];
  const add = (from: string, to: string): void => {
    const kind = disk.stat(from)?.kind ?? null;
    if (kind === "folder") {
      for (const { name } of disk.list(from) ?? [])
        if (name !== "node_modules") add(join(from, name), `${to}/${name}`);
    } else if (kind !== "file") {
      throw unusable(from, "is no regular file");
    } else if (!UNUSED.test(from)) {
      files.push({ to, from, isProgram: false });
    }
    if (files.length > MAX_FILES) throw unusable(root, "has too many files");
  };
  for (const { source, place } of packagesOf(disk, root)) {
    if (place !== "") add(source, place);
    else for (const name of ownNames(disk, root)) add(join(root, name), name);
  }
  return files;
}

/** What pinfold's package has at its top: a checkout has more. */
function ownNames(disk: Disk, root: string): readonly string[] {
  const listed = ["package.json", "LICENSE", ...(manifestOf(disk, root).files ?? [])];
  const names = listed.flatMap((name) =>
    name === "dist"
      ? (disk.list(join(root, name)) ?? []).map((entry) => `${name}/${entry.name}`)
      : [name],
  );
  if (!names.includes("dist/cli.js")) throw unusable(join(root, "dist/cli.js"), "is not there");
  return names.filter(
    (name) => !FOR_READERS.includes(name) && disk.stat(join(root, name)) !== null,
  );
}

function unusable(path: string, why: string): PinfoldError {
  return new PinfoldError("input", `${path} ${why}: pinfold cannot copy itself`, "install it anew");
}
