import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { parseShell } from "./words/shell-words.ts";
import { inside } from "./wrapper.ts";

const COMMON = {
  boolean: "--silent --debug --json --no-check-version --no-verify-tls --no-timeout",
  value: "-t --token -p --project -c --config --scope --timeout --api-host --attempts",
};
const GLOBAL_FLAGS = flagTable(COMMON, { unjudged: { value: "--configuration --config-dir" } });
const FLAGS = flagTable(COMMON, {
  boolean:
    "--no-cache --no-fallback --fallback-readonly --fallback-only --preserve-env --forward-signals",
  value:
    "--command --fallback --passphrase --only-secrets --name-transformer --mount --mount-format " +
    "--mount-template --mount-max-reads",
  unjudged: { value: "--configuration --config-dir" },
});

/** `doppler run -- COMMAND…` and `doppler run --command TEXT`, which a shell reads. */
export const doppler: Launcher = {
  id: "doppler",
  names: ["doppler"],
  toLaunch(invocation, resolve) {
    const before = parseFlags(invocation.args, GLOBAL_FLAGS);
    if (before.unknown !== null) return unknownOption("doppler", before.unknown);
    if (before.rest[0] !== "run")
      return declined("doppler", "doppler without run is not understood");
    const label = "doppler run";
    const after = parseFlags(before.rest.slice(1), FLAGS);
    if (after.unknown !== null) return unknownOption(label, after.unknown);
    const reasons = ["variables that doppler sets", ...before.unjudged, ...after.unjudged];
    const text = valuesOf(after.flags, "--command").at(-1);
    if (text === undefined) {
      if (!after.isEnded || after.rest.length === 0)
        return declined(label, "doppler run is given no command after --");
      return inside(label, after.rest, invocation, resolve, reasons);
    }
    const commands = parseShell(text);
    const [words] = commands ?? [];
    if (commands?.length !== 1 || words === undefined || words[0]?.includes("=") === true)
      return declined(label, "doppler run --command is not one simple command", "shell-string");
    return inside(`${label} --command`, words, invocation, resolve, reasons);
  },
};
