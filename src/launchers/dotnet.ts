import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { flagTable, parseFlags, parseInterspersed, valuesOf } from "./flags.ts";
import { npmPinLevel } from "./npm-spec.ts";
import { projectLaunch } from "./project.ts";
import { isBundlePath } from "./words/paths.ts";

// `dotnet run --help` of 8 to 10.
const RUN_FLAGS = flagTable({
  boolean:
    "--no-build --no-restore --no-launch-profile --no-self-contained --self-contained --sc --force " +
    "--no-dependencies --disable-build-servers --interactive --no-cache",
  value:
    "-c --configuration -f --framework -r --runtime -v --verbosity -lp --launch-profile -a --arch " +
    "--os --project -p --tl --file",
  unjudged: { value: "--property --artifacts-path -e --environment" },
});

// `dnx --help` of .NET 10. dnx reads its options behind the package too, until `--`.
const DNX_FLAGS = flagTable({
  boolean:
    "-y --yes --interactive --no-interactive --allow-roll-forward --disable-parallel --no-http-cache",
  value: "--version -v --verbosity",
  unjudged: {
    boolean: "--prerelease --ignore-failed-sources",
    value: "--source --add-source --configfile --framework",
  },
});

/** `dotnet FILE.dll`, `dotnet run`, `dotnet tool exec PACKAGE`. */
export const dotnet: Launcher = {
  id: "dotnet",
  names: ["dotnet"],
  toLaunch(invocation) {
    const [command = "", ...args] = invocation.args;
    const { cwd } = invocation;
    if (/\.dll$/i.test(command)) {
      const detail = isBundlePath(command) ? "bundle-binary" : "local-binary";
      return understood(detail, { launcher: "dotnet", file: command, cwd });
    }
    if (command === "tool" && args[0] === "exec")
      return dnxLaunch("dotnet tool exec", { ...invocation, args: args.slice(1) });
    if (command !== "run")
      return declined("dotnet", `dotnet ${JSON.stringify(command)} is not understood`);
    const { flags, unknown, unjudged } = parseFlags(args, RUN_FLAGS);
    if (unknown !== null) return unknownOption("dotnet run", unknown);
    const file = valuesOf(flags, "--project", "-p", "--file").at(-1) ?? null;
    return projectLaunch("dotnet run", { cwd, file, unjudged });
  },
};

/** `dnx PACKAGE[@VERSION] [OPTIONS] [-- ARGS…]`. */
export const dnx: Launcher = {
  id: "dnx",
  names: ["dnx"],
  toLaunch: (invocation) => dnxLaunch("dnx", invocation),
};

function dnxLaunch(launcher: string, { args, cwd }: Invocation): Launch {
  // Behind `--` everything is the server's.
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const { flags, rest, unknown, unjudged } = parseInterspersed(own, DNX_FLAGS);
  if (unknown !== null) return unknownOption(launcher, unknown);
  const [, name, attached] = /^([A-Za-z0-9][\w.-]*)(?:@(.+))?$/.exec(rest[0] ?? "") ?? [];
  if (name === undefined) return declined(launcher, `${launcher} is given no package`);
  const version = valuesOf(flags, "--version").at(-1) ?? attached ?? null;
  const pinLevel = version === null ? "none" : nugetPinLevel(version);
  if (pinLevel === null) return declined(launcher, "the package's version is not understood");
  return understood("registry-package", {
    launcher,
    ecosystem: "nuget",
    package: name,
    versionSpec: version,
    pinLevel,
    spec: version === null ? name : `${name}@${version}`,
    cwd,
    unjudged,
  });
}

/** NuGet's notation: `1.2.3[.4][-label]`, floating `1.*`, intervals `[1.0,2.0)`. */
function nugetPinLevel(version: string): "exact" | "range" | "none" | null {
  if (/^\d+(?:\.\d+){1,3}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(version)) return "exact";
  if (/^(?:\d+\.)*\*(?:-\*)?$|^[[(][\d.,\s\w-]*[\])]$/.test(version)) return "range";
  return npmPinLevel(version) === "none" ? "none" : null;
}
