import type { Ecosystem } from "../../model/launch.ts";
import type { PackageSource } from "./source.ts";

// `name-1.2.3.tgz`, `name-1.2.3-py3-none-any.whl`.
const VERSION =
  /-v?(\d+\.\d+[0-9A-Za-z.+!]*(?:-[0-9A-Za-z.]+)?)(?:-(?:py|cp)[\w.]*-[\w.]+-[\w.]+)?\.(?:tgz|tar\.gz|zip|whl|tar\.bz2|tar\.xz)$/;

/**
 * An archive at an address. A version in its name is what its owner calls it, not a pin: the file
 * behind the address can be replaced, and no registry vouches for its digest.
 */
export function archiveSource(spec: string, url: string, ecosystem: Ecosystem): PackageSource {
  const path = url.replace(/[?#].*$/, "");
  const [, version] = VERSION.exec(path.slice(path.lastIndexOf("/") + 1)) ?? [];
  return {
    detail: "tarball-url",
    ecosystem,
    package: url,
    versionSpec: version ?? null,
    pinLevel: version === undefined ? "none" : "tag",
    spec,
    file: null,
  };
}
