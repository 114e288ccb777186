import { parseNpmSpec } from "../npm-spec.ts";
import { hasVariable } from "../words/paths.ts";
import { archiveSource } from "./archive.ts";
import { gitSource } from "./git.ts";
import { folderSource, LONGEST_SPEC, type PackageSource } from "./source.ts";

const NAMED = /^((?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)@(.+)$/i;
const SCP_GIT = /^[\w.-]+@[\w-]+(?:\.[\w-]+)+:[^:]+$/;
const GIT_URL = /^git(?:\+(?:ssh|https?|git|file|rsync))?:\/\//i;
const HOSTED = /^(?:github|gitlab|bitbucket|gist):[\w./~-]+$/i;
const SHORTHAND = /^[\w.-]+\/[\w.-]+$/;
const FOLDER = /^(?:file:|\.{1,2}(?:[\\/]|$)|[\\/]|~[\\/]|[A-Za-z]:[\\/])/;
const ARCHIVE_FILE = /\.(?:tgz|tar|tar\.gz)$/i;
const CODE_FILE = /\.[cm]?[jt]sx?$/i;
// Only repositories at these hosts are cloned when they are given as a web address; `/tree/REF` is
// their page of a branch. Every other web address is an archive.
const WEB_REPOSITORY =
  /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\/[\w.-]+\/[\w.-]+?(?:\.git)?\/?(?:\/tree\/([\w./-]+))?$/i;

/**
 * Whatever npm's clients take as a package, as npm-package-arg reads it. Null where it is none or
 * where what it is cannot be told from its text.
 */
export function npmSource(text: string): PackageSource | null {
  if (text.length > LONGEST_SPEC) return null;
  const registry = registrySource(text, text);
  if (registry !== null) return registry;
  if (hasVariable(text)) return null;
  const [, , named] = SCP_GIT.test(text) ? [] : (NAMED.exec(text) ?? []);
  const from = named ?? text;
  if (from.startsWith("npm:")) return registrySource(text, from.slice("npm:".length));
  if (FOLDER.test(from))
    return ARCHIVE_FILE.test(from) || CODE_FILE.test(from) ? null : folderSource(from);
  return gitOf(text, from) ?? urlOf(text, from);
}

function registrySource(spec: string, text: string): PackageSource | null {
  const parsed = parseNpmSpec(text);
  if (parsed === null) return null;
  const { name, versionSpec, pinLevel } = parsed;
  return {
    detail: "registry-package",
    ecosystem: "npm",
    package: name,
    versionSpec,
    pinLevel,
    spec,
    file: null,
  };
}

function gitOf(spec: string, from: string): PackageSource | null {
  const hash = from.indexOf("#");
  const repository = hash < 0 ? from : from.slice(0, hash);
  const ref = hash < 0 ? null : from.slice(hash + 1);
  // `#BRANCH::path:DIR` and the like: more than a ref.
  if (ref !== null && (ref === "" || ref.includes("::") || ref.startsWith("path:"))) return null;
  const web = WEB_REPOSITORY.exec(repository);
  if (web !== null) {
    const [, branch] = web;
    if (branch === undefined) return gitSource(spec, repository, ref);
    return ref === null ? gitSource(spec, repository.replace(/\/tree\/.*$/, ""), branch) : null;
  }
  if (GIT_URL.test(repository) || SCP_GIT.test(repository) || HOSTED.test(repository))
    return gitSource(spec, repository, ref);
  return SHORTHAND.test(repository) ? gitSource(spec, `github:${repository}`, ref) : null;
}

function urlOf(spec: string, from: string): PackageSource | null {
  if (!/^https?:\/\/[^/]+\/./i.test(from) || /\.git(?:#|$)/i.test(from)) return null;
  return archiveSource(spec, from, "npm");
}
