import type { Launch } from "../../model/launch.ts";
import type { Detail } from "../details.ts";

/** Where a launcher takes a package from, read from what the command line asks for. */
export type PackageSource = Pick<
  Launch,
  "ecosystem" | "package" | "versionSpec" | "pinLevel" | "spec" | "file"
> & { readonly detail: Detail };

/** No spec in use is nearly as long; what is longer is not searched. */
export const LONGEST_SPEC = 2000;

/** A folder on this disk that a launcher builds or links before it runs it. */
export function folderSource(spec: string): PackageSource {
  return {
    detail: "local-project",
    ecosystem: null,
    package: null,
    versionSpec: null,
    pinLevel: "na",
    spec,
    file: spec.replace(/^file:(?:\/\/)?/, ""),
  };
}
