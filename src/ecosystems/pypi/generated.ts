import type { EnvironmentLayout } from "../../model/python-environment.ts";

/**
 * Files that the maker of an environment writes and that no start of a server reads. Shells read the
 * `activate` family, by hand.
 */
const BESIDE_SCRIPTS =
  /^(?:activate(?:\.(?:bat|csh|fish|nu|ps1|xsh))?|Activate\.ps1|activate_this\.py|deactivate\.(?:bat|nu)|pydoc\.bat)$/;
const AT_THE_TOP =
  /^(?:\.gitignore|CACHEDIR\.TAG|\.lock|pyvenv\.cfg|uv-receipt\.toml|pipx_metadata\.json|pipx_expired_venv)$/;

/** What installers add to the folder of a distribution; everything else in it is the wheel's. */
const OF_INSTALLERS =
  /^(?:INSTALLER|REQUESTED|RECORD|RECORD\.jws|RECORD\.p7s|direct_url\.json|uv_cache\.json|uv_build\.json)$/;

/** Whether a path is one that makers of environments write beside the packages. */
export function isMakers(path: string, { scripts }: EnvironmentLayout): boolean {
  if (!path.includes("/")) return AT_THE_TOP.test(path);
  const inScripts = path.startsWith(`${scripts}/`) ? path.slice(scripts.length + 1) : null;
  return inScripts !== null && BESIDE_SCRIPTS.test(inScripts);
}

/** Whether a file of a distribution's own folder is the installer's. */
export function isInstallers(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) && OF_INSTALLERS.test(path.slice(folder.length + 1));
}

const HOOK = /^(?:[^/]+\.pth|(?:site|user)customize(?:\.[^/]+|\/.*)?)$/;

/** Whether Python runs a file at every start, before the server: by its name and place. */
export function isStartupHook(path: string, { packages }: EnvironmentLayout): boolean {
  return path.startsWith(`${packages}/`) && HOOK.test(path.slice(packages.length + 1));
}

/** Compiled files that Python keeps beside their source. */
export function isCache(path: string): boolean {
  return path.endsWith(".pyc") && path.includes("__pycache__/");
}
