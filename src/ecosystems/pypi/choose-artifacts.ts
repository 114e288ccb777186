import type { ResolvedArtifact, ResolvedPackage } from "../../ports/python-resolver.ts";
import { fitsFrom, parseWheelName } from "./wheel-tags.ts";

/** What of a resolved package is pinned. */
export interface ChosenArtifacts {
  readonly wheels: readonly ResolvedArtifact[];
  /** The archive of sources that each machine builds; null where there is a wheel, or for git. */
  readonly sdist: ResolvedArtifact | null;
  /** No wheel fits any of the platforms: its files are made by a build on each machine. */
  readonly isBuilt: boolean;
  /** Platforms without a wheel, where others have one: there it would be built. */
  readonly lacking: readonly string[];
}

/**
 * The archives of a package that an installer on one of the platforms can take, for any CPython from
 * the lowest on: which one it takes depends on the machine.
 */
export function chooseArtifacts(
  { wheels, sdist, source, marker }: ResolvedPackage,
  platforms: readonly string[],
  lowest: string,
): ChosenArtifacts {
  const named = wheels.flatMap((wheel) => {
    const name = parseWheelName(wheel.file);
    return name === null ? [] : [{ wheel, name }];
  });
  const fitting = named.filter(({ name }) =>
    platforms.some((platform) => fitsFrom(name, platform, lowest)),
  );
  const isGit = source !== null && "git" in source;
  const isBuilt = isGit || (fitting.length === 0 && sdist !== null);
  const hasWheel = (platform: string): boolean =>
    fitting.some(({ name }) => fitsFrom(name, platform, lowest));
  return {
    wheels: fitting.map(({ wheel }) => wheel),
    sdist: isBuilt ? sdist : null,
    isBuilt,
    // A marker as a rule says that such a platform does not install it.
    lacking: isBuilt || marker !== null ? [] : platforms.filter((platform) => !hasWheel(platform)),
  };
}

/** Where nobody says which platforms a team has: the usual three, and this machine's own. */
export function usualPlatforms(own: string): readonly string[] {
  return [...new Set(["linux-x64", "darwin-arm64", "win32-x64", own])].toSorted();
}
