/**
 * Files that run at every start of Python, or before every script of the environment: `.pth` files and
 * the two customize modules among the packages, and what a wheel puts there by way of its data.
 * Source: Python's `site`. The paths are those of a wheel's manifest.
 */
export function startupHooks(paths: readonly string[]): readonly string[] {
  return paths.filter(isStartupHook).toSorted();
}

const CUSTOMIZE =
  /^(?:[^/]+\.data\/[^/]+\/(?:.*\/)?)?(?:sitecustomize|usercustomize)(?:\.[^/]+|\/__init__\.[^/]+)$/i;

function isStartupHook(path: string): boolean {
  const isAmongPackages = !path.includes("/");
  const isData = /^[^/]+\.data\//.test(path);
  if (/\.pth$/i.test(path)) return isAmongPackages || isData;
  return CUSTOMIZE.test(path);
}
