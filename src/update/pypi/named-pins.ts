import {
  packageNameOf,
  type PypiLockfile,
  type PypiPackagePin,
} from "../../lockfile/pypi-schema.ts";
import { prefixOf } from "../../model/npm-tree.ts";
import type { NamedPin } from "../changed-packages.ts";

export function namedPins({
  packages,
}: Pick<PypiLockfile, "packages">): readonly NamedPin<PypiPackagePin>[] {
  return Object.entries(packages).map(([key, pin]) => {
    const name = packageNameOf(key);
    const bytes = pin.artifacts.map(({ sha256 }) => sha256).join(" ");
    const commit = pin.source !== undefined && "commit" in pin.source ? pin.source.commit : "";
    const id = `${prefixOf(name, pin.version)} ${bytes} ${String(commit)}`;
    return { id, name, version: pin.version, pin };
  });
}
