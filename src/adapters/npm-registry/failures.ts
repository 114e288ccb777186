import { ValiError } from "valibot";

import { messageOf, PinfoldError, systemCodeOf } from "../../errors.ts";

const RETRY = "check the network and npm's registry setting, then run the command again";

/** What npm's libraries throw, as what happened, where, and the next step. */
export function networkError(what: string, thrown: unknown): PinfoldError {
  if (thrown instanceof PinfoldError) return thrown;
  const code = systemCodeOf(thrown) ?? "";
  const message = messageOf(thrown).split("\n")[0]?.slice(0, 300) ?? "";
  const error = (kind: "network" | "refused", text: string, hint: string): PinfoldError =>
    new PinfoldError(kind, `${what}: ${text}`, hint, thrown);
  if (code === "E404" || code === "ETARGET" || code === "ENOVERSIONS")
    return error(
      "network",
      "the registry does not have it",
      "check the name and version; a private registry is set in .npmrc",
    );
  if (code === "E401" || code === "E403")
    return error(
      "network",
      "the registry refuses access",
      "log in with npm login, or check the token in .npmrc",
    );
  if (code === "EINTEGRITY")
    return error(
      "refused",
      "the archive differs from its integrity",
      "nothing was written; try again, and if it stays so, tell whoever runs the registry",
    );
  if (code.startsWith("TAR_") || code.startsWith("Z_"))
    return error(
      "refused",
      `the archive is damaged (${code})`,
      "nothing was written; try again, and if it stays so, do not use the package",
    );
  if (thrown instanceof ValiError)
    return error("network", "the registry's answer is not what npm's registries give", RETRY);
  return error(
    "network",
    `the registry gave no usable answer: ${code === "" ? message : `${code} ${message}`}`,
    RETRY,
  );
}
