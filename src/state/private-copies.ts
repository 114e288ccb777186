import * as v from "valibot";

import { H1, SHA256 } from "../model/digest.ts";

/** Who holds a copy: it stays while anybody does. */
export type CopyUser = "harden" | "agent";

/** Copies of Node and pinfold that configuration of this machine starts. */
export const PrivateCopiesRecord = v.object({
  copies: v.array(
    v.object({
      /** `<runtime>-<program>`: the folders below `runtime/` and `program/` of the data folder. */
      id: v.string(),
      version: v.string(),
      nodeVersion: v.string(),
      /** Absolute paths; `folder` is the program's. */
      node: v.string(),
      cli: v.string(),
      folder: v.string(),
      nodeSha256: v.pipe(v.string(), v.regex(SHA256)),
      /** Of all files of the program, as `pinfold@<version>/<path>`. */
      files: v.pipe(v.string(), v.regex(H1)),
      count: v.number(),
      bytes: v.number(),
      madeAt: v.string(),
      users: v.array(v.picklist(["harden", "agent"])),
    }),
  ),
});

export type PrivateCopy = v.InferOutput<typeof PrivateCopiesRecord>["copies"][number];

/** The prefix of the program's files in their manifest. */
export function prefixOf({ version }: Pick<PrivateCopy, "version">): string {
  return `pinfold@${version}`;
}
