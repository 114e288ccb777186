import type { Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { flagTable, parseFlags } from "./flags.ts";
import { projectLaunch } from "./project.ts";
import { hasVariable } from "./words/paths.ts";

// `nix run --help`.
const FLAGS = flagTable({
  boolean:
    "--refresh --offline --quiet -v --verbose -L --print-build-logs --no-write-lock-file " +
    "--no-update-lock-file --show-trace --no-warn-dirty",
  value: "--extra-experimental-features --experimental-features --log-format",
  unjudged: {
    boolean: "--impure --accept-flake-config --no-registries --recreate-lock-file",
    value: "--inputs-from --reference-lock-file",
    pair: "--override-input --option",
  },
});

const FORGE = /^((?:github|gitlab|sourcehut):[\w.~-]+\/[\w.-]+)(?:\/([\w./-]+))?(#[\w.+-]+)?$/;
const REGISTRY = /^(?:flake:)?[A-Za-z][\w-]*(?:\/[\w./-]+)?#[\w.+-]+$/;

/** `nix run FLAKE [-- ARGS…]`; a flake's own lock file says what it is made of. */
export const nix: Launcher = {
  id: "nix",
  names: ["nix"],
  toLaunch({ args, cwd }) {
    const before = parseFlags(args, FLAGS);
    if (before.unknown !== null) return unknownOption("nix", before.unknown);
    const [command = "", ...words] = before.rest;
    if (command !== "run")
      return declined("nix", `nix ${JSON.stringify(command)} is not understood`);
    const launcher = "nix run";
    const after = parseFlags(words, FLAGS);
    if (after.unknown !== null) return unknownOption(launcher, after.unknown);
    const unjudged = [...new Set([...before.unjudged, ...after.unjudged])];
    const [flake = "."] = after.isEnded ? [] : after.rest;
    if (/^(?:path:|\.{1,2}(?:[#/]|$)|[/~])/.test(flake))
      return projectLaunch(launcher, { cwd, file: flake, unjudged });
    if (hasVariable(flake)) return declined(launcher, "the flake is a variable");
    const [, repository, ref, attribute = ""] = FORGE.exec(flake) ?? [];
    if (repository === undefined && !REGISTRY.test(flake))
      return declined(launcher, "the flake's name is not understood");
    return understood("flake", {
      launcher,
      ecosystem: "nix",
      package: repository === undefined ? flake : `${repository}${attribute}`,
      versionSpec: ref ?? null,
      pinLevel: ref !== undefined && /^[0-9a-f]{40}$/.test(ref) ? "exact" : "tag",
      spec: flake,
      cwd,
      unjudged,
    });
  },
};
