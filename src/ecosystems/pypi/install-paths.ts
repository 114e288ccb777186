import { posix } from "node:path";

import type { FileDigest } from "../../model/digest.ts";
import type { Distribution, EnvironmentLayout } from "../../model/python-environment.ts";

/**
 * How the manifest of a wheel names an installed file: by its path below the folder of packages, and
 * outside of it by its place in the wheel, `NAME-VERSION.data/scripts/x`.
 *
 * @param path relative to the environment
 */
export function manifestPath(
  path: string,
  { folder, name }: Pick<Distribution, "folder" | "name">,
  { packages, scripts }: EnvironmentLayout,
): string {
  if (path.startsWith(`${packages}/`)) return path.slice(packages.length + 1);
  const data = `${posix.basename(folder, ".dist-info")}.data`;
  if (path.startsWith(`${scripts}/`)) return `${data}/scripts/${path.slice(scripts.length + 1)}`;
  const [, header] = headersOf(name).exec(path) ?? [];
  return header === undefined ? `${data}/data/${path}` : `${data}/headers/${header}`;
}

/**
 * A wheel can have a file among the programs as data just as well, which an installer leaves as it
 * is. Null where there is none that could be.
 */
export function withDataPrograms(
  files: readonly FileDigest[],
  { scripts }: EnvironmentLayout,
): readonly FileDigest[] | null {
  const program = /^([^/]+\.data)\/scripts\//;
  if (!files.some(({ path }) => program.test(path))) return null;
  return files.map(({ path, sha256 }) => ({
    path: path.replace(program, (_, data: string) => `${data}/data/${scripts}/`),
    sha256,
  }));
}

/** The other way round: where a file that a manifest names stands, relative to the environment. */
export function installedPath(
  inner: string,
  { packages, scripts }: EnvironmentLayout,
  python: string,
): string {
  const [, category, rest = ""] = /^[^/]+\.data\/(scripts|data|headers)\/(.+)$/s.exec(inner) ?? [];
  if (category === "scripts") return `${scripts}/${rest}`;
  if (category === "data") return rest;
  return category === "headers" ? `include/site/${python}/${rest}` : `${packages}/${inner}`;
}

/** pip and uv both put headers there: `include/site/python3.11/greenlet/greenlet.h`. */
function headersOf(name: string): RegExp {
  const spelled = name.replaceAll("-", "[-_.]+");
  return new RegExp(String.raw`^include/site/python\d+\.\d+t?/${spelled}/(.+)$`, "is");
}
