import { asdf } from "./asdf.ts";
import type { Shim, ShimContext, ShimReading } from "./define.ts";
import { mise } from "./mise.ts";
import { pyenv } from "./pyenv.ts";
import { volta } from "./volta.ts";

/** nvm is not among them: it has no shims, it puts a version's folder on PATH. */
const SHIMS: readonly Shim[] = [volta, mise, asdf, pyenv];

/** What a file leads to, where it is the shim of a version manager that is known here. */
export function readShim(context: ShimContext): { id: string; reading: ShimReading } | null {
  for (const shim of SHIMS) {
    const reading = shim.read(context);
    if (reading !== null) return { id: shim.id, reading };
  }
  return null;
}
