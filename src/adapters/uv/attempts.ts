import { normalName } from "../../ecosystems/pypi/names.ts";

/** What one attempt to resolve was made with. */
export interface Attempt {
  readonly python: string;
  readonly built: readonly string[];
}

/**
 * What to try after uv found no closure: the next Python that a package demands, as uvx looks for one,
 * or the build of a package without a wheel, where a person allowed it. Null where nothing is left.
 */
export function nextAttempt(
  stderr: string,
  { python, built }: Attempt,
  mayBuild: readonly string[],
): Attempt | null {
  const without = [
    ...stderr.matchAll(/Wheels are required for `([^`]+)`/g),
    ...stderr.matchAll(/Building source distributions for `([^`]+)` is disabled/g),
  ].map(([, name = ""]) => normalName(name));
  const allowed = without.filter((name) => mayBuild.includes(name) && !built.includes(name));
  if (allowed.length > 0) return { python, built: [...built, ...allowed] };
  const minor = minorOf(python);
  const demanded = [...stderr.matchAll(/does not satisfy Python>=3\.(\d+)/g)]
    .map(([, text]) => Number(text))
    .filter((one) => one > minor);
  return demanded.length === 0 ? null : { python: `3.${Math.min(...demanded)}`, built };
}

function minorOf(python: string): number {
  return Number(python.slice(python.indexOf(".") + 1));
}
