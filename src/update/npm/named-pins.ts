import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import { folderName, prefixOf } from "../../model/npm-tree.ts";
import type { NamedPin } from "../changed-packages.ts";

export function namedPins({
  packages,
}: Pick<NpmLockfile, "packages">): readonly NamedPin<PackagePin>[] {
  return Object.entries(packages).map(([path, pin]) => {
    const name = pin.name ?? folderName(path);
    const id = `${prefixOf(name, pin.version)} ${pin.integrity}`;
    return { id, name, version: pin.version, pin };
  });
}
