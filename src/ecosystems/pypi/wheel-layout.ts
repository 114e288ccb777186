import { normalName } from "./names.ts";

/** Where the parts of a wheel stand: by the one folder `NAME-VERSION.dist-info`. */
export interface WheelLayout {
  /** `NAME-VERSION` as the wheel's own folders spell it. */
  readonly stem: string;
}

/** What an installer writes anew, so that the wheel's own copy is never what stands on a disk. */
const REWRITTEN = new Set([
  "RECORD",
  "RECORD.jws",
  "RECORD.p7s",
  "INSTALLER",
  "REQUESTED",
  "direct_url.json",
]);

/** Folders of `.data` whose files are installed among the packages. */
const LIBRARIES = new Set(["purelib", "platlib"]);
const ELSEWHERE = new Set(["scripts", "headers", "data"]);

/**
 * The layout of a wheel by the names in it, or what is wrong with them. Source: PyPA, "Binary
 * distribution format".
 */
export function wheelLayout(
  paths: readonly string[],
  { name, version }: { readonly name: string; readonly version: string },
): WheelLayout | string {
  const folders = new Set(paths.flatMap((path) => /^([^/]+)\.dist-info\//.exec(path)?.[1] ?? []));
  const [stem, ...others] = folders;
  if (stem === undefined) return "has no .dist-info folder";
  if (others.length > 0) return "has more than one .dist-info folder";
  const dash = stem.lastIndexOf("-");
  if (normalName(stem.slice(0, dash)) !== name || normalVersion(stem.slice(dash + 1)) !== version)
    return `says by its .dist-info folder that it is ${stem}`;
  return { stem };
}

/** A version as file names have it, where `-` and `_` are one, in its normal spelling of case. */
export function normalVersion(text: string): string {
  return text.toLowerCase().replace("_", "+").replace(/^v/, "");
}

/**
 * The path under which a file of a wheel is digested; null for what an installer writes anew, an
 * `Error` for what no installer takes.
 */
export function layoutPath(path: string, { stem }: WheelLayout): string | null | Error {
  if (path.startsWith(`${stem}.dist-info/`))
    return REWRITTEN.has(path.slice(stem.length + ".dist-info/".length)) ? null : path;
  if (!path.startsWith(`${stem}.data/`)) return path;
  const [, folder = "", inner = ""] = /^[^/]*\/([^/]*)\/(.+)$/s.exec(path) ?? [];
  if (LIBRARIES.has(folder)) return inner;
  return ELSEWHERE.has(folder) ? path : new Error(`has a folder ${folder} that is not installed`);
}
