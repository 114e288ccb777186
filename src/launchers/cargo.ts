import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, parseInterspersed, valuesOf } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { projectLaunch } from "./project.ts";
import type { PackageSource } from "./specs/source.ts";
import { insideCwd } from "./words/paths.ts";

// `cargo run --help`.
const FLAGS = flagTable({
  boolean:
    "-v --verbose -q --quiet -r --release --all-features --no-default-features --keep-going " +
    "--ignore-rust-version --locked --offline --frozen --timings",
  value:
    "--color -p --package --bin --example -F --features -j --jobs --profile --target --target-dir " +
    "--manifest-path --message-format",
  unjudged: { value: "--config -Z" },
});
const GLOBAL_FLAGS = flagTable({
  boolean: "-v --verbose -q --quiet --locked --offline --frozen",
  value: "--color -C",
  unjudged: { value: "--config -Z" },
});
const INSTALL_FLAGS = flagTable({
  boolean: "-f --force --locked -q --quiet -v --verbose",
  value: "--git --branch --tag --rev --path --features --root",
});
const STYLE = { clusters: true } as const;

/** `cargo run` builds and starts a program of the local workspace. */
export const cargo: Launcher = {
  id: "cargo",
  names: ["cargo"],
  toLaunch({ args: given, cwd }) {
    const toolchain = given[0]?.startsWith("+") === true ? [given[0]] : [];
    const before = parseFlags(given.slice(toolchain.length), GLOBAL_FLAGS, STYLE);
    if (before.unknown !== null) return unknownOption("cargo", before.unknown);
    const [command = "", ...args] = before.rest;
    if (command === "install") {
      const { flags, rest, unknown } = parseInterspersed(args, INSTALL_FLAGS);
      if (unknown !== null) return unknownOption("cargo install", unknown);
      return installerLaunch("cargo install", flags.has("--git") ? [] : rest, crateSource);
    }
    if (command !== "run" && command !== "r")
      return declined("cargo", `cargo ${JSON.stringify(command)} is not understood`);
    const { flags, unknown, unjudged } = parseFlags(args, FLAGS, STYLE);
    if (unknown !== null) return unknownOption("cargo run", unknown);
    const dir = valuesOf(before.flags, "-C").at(-1);
    return projectLaunch("cargo run", {
      cwd: dir === undefined ? cwd : insideCwd(cwd, dir),
      file: valuesOf(flags, "--manifest-path").at(-1) ?? null,
      unjudged: [...before.unjudged, ...unjudged, ...toolchain],
    });
  },
};

function crateSource(spec: string): PackageSource | null {
  const [, name, version] = /^([A-Za-z][\w-]*)(?:@(=?\d[\w.+-]*))?$/.exec(spec) ?? [];
  if (name === undefined) return null;
  const isExact = version !== undefined && /^=?\d+\.\d+\.\d+/.test(version);
  return {
    detail: "registry-package",
    ecosystem: "cargo",
    package: name,
    versionSpec: version ?? null,
    pinLevel: version === undefined ? "none" : isExact ? "exact" : "range",
    spec,
    file: null,
  };
}
