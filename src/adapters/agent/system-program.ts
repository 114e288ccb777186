import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * The first of these programs that only the system's administrator can have put there: neither it nor
 * any folder above can be written by anybody else. Null where there is none. PATH has no say.
 */
export function systemProgram(candidates: readonly string[]): string | null {
  for (const path of candidates) {
    try {
      const real = realpathSync(path);
      if (statSync(real).isFile() && isAdministrators(real) && isAdministrators(dirname(path)))
        return real;
    } catch {
      // Not there.
    }
  }
  return null;
}

function isAdministrators(path: string): boolean {
  // In a container of a user's own, the administrator has another number than 0.
  const { uid } = statSync("/");
  for (let at = path; ; at = dirname(at)) {
    const { uid: owner, mode } = statSync(at);
    if (owner !== uid || (mode & 0o022) !== 0) return false;
    if (at === dirname(at)) return true;
  }
}
