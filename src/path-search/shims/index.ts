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
    if (reading === null) continue;
    const odd = oddVariable(shim, context) ?? reading.odd ?? null;
    return { id: shim.id, reading: { ...reading, odd } };
  }
  return null;
}

/** A variable of the entry by which the manager looks elsewhere, or runs more. */
function oddVariable({ id, variables }: Shim, { env }: ShimContext): string | null {
  const own = new RegExp(`^${variables.prefix}`);
  const odd = Object.keys(env).find((name) => own.test(name) && !variables.known.test(name));
  return odd === undefined ? null : `the entry sets ${odd}, which ${id} obeys`;
}

const VARIABLE = /^(?:VOLTA|ASDF|MISE|PYENV|NODENV|RBENV|XDG|COREPACK)_/;

/** The variables of an entry that decide what a shim or launcher leads to. */
export function shimEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => VARIABLE.test(name)));
}
