import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseInterspersed } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { pypiSource } from "./specs/pypi.ts";

const FLAGS = flagTable({
  boolean: "-U --upgrade --user -q --quiet -e --editable --pre --no-cache-dir",
  value: "-i --index-url --extra-index-url -r --requirement -t --target",
});

/** `pip install`, which instructions sometimes give in place of a server's command line. */
export const pip: Launcher = {
  id: "pip",
  names: ["pip"],
  toLaunch({ args }) {
    if (args[0] !== "install") return declined("pip", "pip starts no server");
    const { rest, unknown } = parseInterspersed(args.slice(1), FLAGS);
    if (unknown !== null) return unknownOption("pip install", unknown);
    return installerLaunch("pip install", rest, (text) => pypiSource(text, { at: false }));
  },
};
