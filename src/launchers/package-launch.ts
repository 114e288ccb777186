import type { Launch } from "../model/launch.ts";
import type { Invocation, Resolve } from "./define.ts";
import { declined, understood } from "./details.ts";
import { startPackage } from "./programs/index.ts";
import type { PackageSource } from "./specs/source.ts";

/** What a launcher of packages was asked for, its own options taken away. */
export interface PackageRequest {
  readonly launcher: string;
  readonly ecosystem: "npm" | "pypi";
  readonly readSpec: (text: string) => PackageSource | null;
  /** Packages that were named by an option, so that the first word of `words` is a command. */
  readonly packages: readonly string[];
  /** Packages beside the main one, as written. */
  readonly beside?: readonly string[];
  readonly words: readonly string[];
  readonly unjudged: readonly string[];
  readonly cwd?: string | null;
  readonly invocation: Invocation;
  readonly resolve: Resolve;
}

// Commands that come from the machine unless a package is named so: `npx -p X node server.js`.
const OF_THE_MACHINE =
  /^(?:node|npm|npx|sh|bash|zsh|env|cmd|powershell|pwsh|python|python3|uv|uvx|bun|bunx|deno)$/;

export function launchPackage(request: PackageRequest): Launch {
  const { launcher, packages, words } = request;
  const [first] = words;
  if (packages.length === 0) {
    if (first === undefined) return declined(launcher, `${launcher} is given no package`);
    const source = request.readSpec(first);
    return source === null
      ? notAPackage(launcher, first)
      : start(request, source, null, request.beside ?? []);
  }
  if (first === undefined) return declined(launcher, `${launcher} is given no program to run`);
  const sources = packages.map((text) => ({ text, source: request.readSpec(text) }));
  const odd = sources.find(({ source }) => source === null);
  if (odd !== undefined) return notAPackage(launcher, odd.text);
  const provider = sources.length === 1 ? sources[0] : providerOf(first, sources);
  const source = provider?.source ?? null;
  if (provider === undefined || source === null)
    return declined(
      launcher,
      `which of the packages provides ${JSON.stringify(first)} is not said`,
    );
  if (OF_THE_MACHINE.test(first) && lastPart(source.package) !== first)
    return declined(launcher, `${JSON.stringify(first)} may come from the package or the machine`);
  const others = sources.filter((one) => one !== provider).map(({ text }) => text);
  return start(request, source, first, [...others, ...(request.beside ?? [])]);
}

function lastPart(name: string | null): string {
  return name?.split("/").at(-1) ?? "";
}

/** With several packages only a name that equals the command's says which of them is run. */
function providerOf<T extends { readonly source: PackageSource | null }>(
  bin: string,
  sources: readonly T[],
): T | undefined {
  const named = sources.filter(({ source }) => lastPart(source?.package ?? null) === bin);
  return named.length === 1 ? named[0] : undefined;
}

function start(
  request: PackageRequest,
  source: PackageSource,
  bin: string | null,
  beside: readonly string[],
): Launch {
  const { launcher, ecosystem, unjudged, invocation, resolve, words } = request;
  const { detail, ...where } = source;
  const isOwn = source.ecosystem === ecosystem;
  const extras = beside.map((text) => (isOwn ? text : `${ecosystem}:${text}`)).toSorted();
  const cwd = request.cwd ?? invocation.cwd;
  const reasons = detail === "local-project" ? [...unjudged, "the project's own files"] : unjudged;
  const base = understood(detail, {
    ...where,
    launcher,
    bin,
    args: words.slice(1),
    extras,
    cwd,
    unjudged: reasons,
  });
  const label = `${launcher} ${source.package ?? ""}`;
  return startPackage({ base, label, args: words.slice(1), invocation, resolve });
}

function notAPackage(launcher: string, word: string): Launch {
  // An address can hold a password.
  const shown = word.includes("://") || word.length > 200 ? "an address" : JSON.stringify(word);
  return declined(launcher, `${shown} is no package that ${launcher} is known to take`);
}
