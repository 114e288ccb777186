import { createHash } from "node:crypto";

import type { Location } from "../../model/finding.ts";
import { shortPath } from "../paths.ts";
import type { SarifLocation } from "./log.ts";

export interface Surroundings {
  readonly cwd: string;
  readonly home: string;
}

/**
 * A place as code hosts show it: relative to the working directory, which is the checkout in CI; what
 * lies elsewhere by its whole address.
 */
export function locationOf({ file, line, column }: Location, { cwd }: Surroundings): SarifLocation {
  const isInside = file.startsWith(`${cwd}/`);
  const artifactLocation = isInside
    ? { uri: encodePath(file.slice(cwd.length + 1)), uriBaseId: "%SRCROOT%" }
    : { uri: addressOf(file) };
  // Lines are counted from 1 (§3.30.5).
  const region =
    line === undefined || line < 1
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return { physicalLocation: { artifactLocation, ...region } };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** RFC 8089; a drive of Windows is the first part of the path. */
function addressOf(file: string): string {
  const path = file.replaceAll("\\", "/");
  if (path.startsWith("/")) return `file://${encodePath(path)}`;
  const [, drive, rest = ""] = /^([A-Za-z]:)(.*)$/.exec(path) ?? [];
  return drive === undefined ? encodePath(path) : `file:///${drive}${encodePath(rest)}`;
}

/**
 * The same for the same finding of the next run, on any machine of a team: of what it is about, not of
 * lines, ages, digests that were observed, or the name of a home folder.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  of(ruleId: string, about: readonly (string | null)[], file: string | null): string {
    const { cwd, home } = this.#surroundings;
    const place =
      file === null
        ? ""
        : file.startsWith(`${cwd}/`)
          ? file.slice(cwd.length + 1)
          : shortPath(file, home);
    const text = JSON.stringify([ruleId, ...about, place]);
    // Findings that differ in nothing of this are told apart by their order.
    const before = this.#seen.get(text) ?? 0;
    this.#seen.set(text, before + 1);
    return createHash("sha256").update(`${text}#${before}`).digest("hex").slice(0, 32);
  }
}
