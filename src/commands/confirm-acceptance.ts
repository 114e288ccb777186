import { PinfoldError } from "../errors.ts";
import { printable } from "../model/text.ts";
import type { CommandContext } from "./define.ts";

/** What a person, or a script in their place, is asked to accept. */
export interface Acceptance {
  /** As it is named on the command line. */
  readonly name: string;
  /** Of all that would be remembered; it has been shown. */
  readonly digest: string;
  /** What is accepted is a finding of severity `error` now. */
  readonly isError: boolean;
  readonly question: string;
}

/**
 * Whether what was shown is to be accepted. `--yes` answers for what is no error; an error is accepted
 * by a person who looks at it, or by a script that names the digest of what somebody has looked at.
 */
export async function isConfirmed(
  { io, options }: Pick<CommandContext, "io" | "options">,
  { name, digest, isError, question }: Acceptance,
): Promise<boolean> {
  const named = options.all("digest");
  const isNamed = named.includes(digest);
  const again = `pinfold accept ${printable(name, 200)} --yes --digest ${digest}`;
  if (named.length > 0 && !isNamed)
    throw new PinfoldError(
      "refused",
      `${name}: what there is now is not what has the digest ${named.join(" or ")}`,
      `look at it again; it is accepted by: ${again}`,
    );
  if (options.isYes && isError && !isNamed)
    throw new PinfoldError(
      "usage",
      `${name}: an error is not accepted by --yes alone`,
      `look at it, then name what you looked at: ${again}`,
    );
  if (options.isYes) return true;
  if (!io.canAsk)
    throw new PinfoldError(
      "usage",
      "accept asks before it writes, and there is no terminal to ask on",
      `look at the above, then: ${again}`,
    );
  return /^y(?:es)?$/i.test((await io.ask(question)).trim());
}
