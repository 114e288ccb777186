import type { PinLevel } from "../../model/launch.ts";
import { hasVariable } from "../words/paths.ts";
import { archiveSource } from "./archive.ts";
import { gitSource } from "./git.ts";
import { folderSource, LONGEST_SPEC, type PackageSource } from "./source.ts";

// PEP 508: name, extras in brackets, then a version, which uv also takes after `@`.
const REQUIREMENT = /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\s*(\[[a-z0-9._,\s-]*\])?\s*([^]*)$/i;
const DIRECT = /^@\s*((?:git\+)?(?:https?|ssh|file|git):\/\/\S+)$/i;
// PEP 440, appendix B, loosely: every spelling that installers normalize.
const VERSION =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|beta|preview|pre|rc|a|b|c)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;
const CLAUSE = /^(?:===|==|~=|!=|<=|>=|<|>)\s*[\w.*+!-]+$/;
const FOLDER = /^(?:file:|\.{1,2}(?:[\\/]|$)|[\\/]|~[\\/]|[A-Za-z]:[\\/])/;
const ARCHIVE = /\.(?:whl|zip|tgz|tar\.gz|tar\.bz2|tar\.xz)$/i;

/** Whatever uv and pipx take as a package; null where it is none, or more than is understood here. */
export function pypiSource(text: string, options: { readonly at: boolean }): PackageSource | null {
  const spec = text.trim();
  if (spec === "" || spec.length > LONGEST_SPEC || spec.includes(";")) return null;
  const direct = urlSource(spec, spec);
  if (direct !== null) return direct;
  if (FOLDER.test(spec))
    return ARCHIVE.test(spec) || /\.py$/i.test(spec) ? null : folderSource(spec);
  const [, name, , tail] = REQUIREMENT.exec(spec) ?? [];
  if (name === undefined || tail === undefined || /\.py$/i.test(name)) return null;
  const [, url] = DIRECT.exec(tail) ?? [];
  if (url !== undefined) return urlSource(spec, url);
  const version = versionOf(tail.trim(), options.at);
  if (version === null) return null;
  return {
    detail: "registry-package",
    ecosystem: "pypi",
    package: name,
    ...version,
    spec,
    file: null,
  };
}

function versionOf(
  tail: string,
  at: boolean,
): { versionSpec: string | null; pinLevel: PinLevel } | null {
  if (tail === "") return { versionSpec: null, pinLevel: "none" };
  if (tail.startsWith("@")) {
    const versionSpec = tail.slice(1);
    if (!at) return null;
    if (hasVariable(versionSpec)) return { versionSpec, pinLevel: "none" };
    if (versionSpec === "latest") return { versionSpec, pinLevel: "tag" };
    return VERSION.test(versionSpec) ? { versionSpec, pinLevel: "exact" } : null;
  }
  const [, only] = /^={2,3}\s*([^,]+)$/.exec(tail) ?? [];
  if (only !== undefined && hasVariable(only)) return { versionSpec: only, pinLevel: "none" };
  if (only !== undefined && VERSION.test(only.trim()))
    return { versionSpec: only.trim(), pinLevel: "exact" };
  const clauses = tail.replace(/^\((.*)\)$/, "$1").split(",");
  if (clauses.some((clause) => !CLAUSE.test(clause.trim()))) return null;
  return { versionSpec: tail, pinLevel: "range" };
}

function urlSource(spec: string, url: string): PackageSource | null {
  const bare = url.replace(/#.*$/, "");
  if (/^git\+(?:https?|ssh|file|git):\/\//i.test(bare)) {
    if (hasVariable(bare.replace(/@[^@/]*$/, ""))) return null;
    // The ref stands after the last `@` of the path; an earlier one belongs to the user's name.
    const [, repository, ref] = /^([a-z+]+:\/\/[^/]*\/[^]*?)(?:@([^@]+))?$/i.exec(bare) ?? [];
    return repository === undefined ? null : gitSource(spec, repository, ref ?? null);
  }
  if (!/^https?:\/\/[^/]+\/./i.test(bare) || hasVariable(bare) || !ARCHIVE.test(bare)) return null;
  return archiveSource(spec, url, "pypi");
}

/** `--with` takes several, joined by commas; those inside brackets belong to one. */
export function splitRequirements(values: readonly string[]): string[] {
  return values
    .flatMap((value) => (value.length > LONGEST_SPEC ? [value] : value.split(/,(?![^[]*\])/)))
    .filter((text) => text !== "");
}
