import { readFileSync } from "node:fs";

import * as v from "valibot";

import { PinfoldError, systemCodeOf } from "../errors.ts";
import type { Machine } from "../ports/machine.ts";
import { ownFile } from "./own-program.ts";

const ABSOLUTE = v.pipe(v.string(), v.regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/));
const PLACES = v.strictObject({
  home: ABSOLUTE,
  config: ABSOLUTE,
  state: ABSOLUTE,
  data: ABSOLUTE,
  cache: ABSOLUTE,
});

/**
 * Where a private copy of pinfold was told to look, written beside it when it was made. What starts
 * such a copy, a client's entry with variables of its own, has no say in whose pins it obeys.
 *
 * @returns null where this program is no private copy
 * @throws {PinfoldError} where the file is there and says something else
 */
export function recordedFolders(
  path = ownFile("folders.json"),
): Required<Pick<Machine, "home" | "folders">> | null {
  try {
    const { home, ...folders } = v.parse(PLACES, JSON.parse(readFileSync(path, "utf8")));
    return { home, folders };
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return null;
    throw new PinfoldError(
      "state",
      `${path} does not say where this copy of pinfold keeps its pins`,
      "make the copy again: pinfold harden",
      thrown,
    );
  }
}
