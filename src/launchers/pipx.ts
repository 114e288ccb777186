import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { launchPackage } from "./package-launch.ts";
import { scriptLaunch } from "./script.ts";
import { pypiSource, splitRequirements } from "./specs/pypi.ts";
import { isPath } from "./words/paths.ts";

// `pipx run --help` of pipx 1.18.
const FLAGS = flagTable({
  boolean: "-q --quiet -v --verbose --skip-maintenance --no-cache --refresh --no-path-check",
  value: "--spec --with",
  unjudged: {
    boolean: "--global --pypackages --fetch-missing-python --system-site-packages -e --editable",
    value: "--python --fetch-python --cooldown --python-args --index-url -i --pip-args --backend",
  },
});
const INSTALL_FLAGS = flagTable({
  boolean: "-f --force -q --quiet -v --verbose",
  value: "--python",
});

const readSpec = (text: string): ReturnType<typeof pypiSource> => pypiSource(text, { at: false });

/** `pipx run [--spec SPEC] APP [ARGS…]`. */
export const pipx: Launcher = {
  id: "pipx",
  names: ["pipx"],
  toLaunch(invocation, resolve) {
    const [command = "", ...args] = invocation.args;
    if (command === "install" || command === "upgrade") {
      const { rest, unknown } = parseFlags(args, INSTALL_FLAGS);
      if (unknown !== null) return unknownOption("pipx install", unknown);
      return installerLaunch("pipx install", rest, readSpec);
    }
    if (command !== "run")
      return declined("pipx", `pipx ${JSON.stringify(command)} is not understood`);
    const launcher = "pipx run";
    const { flags, rest, isEnded, unknown, unjudged } = parseFlags(args, FLAGS);
    if (unknown !== null) return unknownOption(launcher, unknown);
    const packages = valuesOf(flags, "--spec");
    const [app = ""] = rest;
    if (packages.length > 1) return declined(launcher, "pipx run takes one --spec");
    if (isEnded) return declined(launcher, "what pipx run makes of -- is not understood");
    // A file of that name, or an address of one, is run as a script.
    if (packages.length === 0 && /\.py$/i.test(app) && !app.includes("://") && isPath(app))
      return scriptLaunch({
        launcher,
        file: app,
        unjudged: [...unjudged, "the environment that pipx makes"],
      });
    const beside = splitRequirements(valuesOf(flags, "--with"));
    const request = { launcher, ecosystem: "pypi", readSpec, packages, beside } as const;
    const launch = launchPackage({ ...request, words: rest, unjudged, invocation, resolve });
    const python = valuesOf(flags, "--python").flatMap((value) => ["--python", value]);
    const index = valuesOf(flags, "-i", "--index-url").flatMap((value) => ["--index-url", value]);
    return { ...launch, installer: [...python, ...index] };
  },
};
