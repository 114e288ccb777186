import { posix } from "node:path";

import type { Launch } from "../../model/launch.ts";
import type { Subject } from "../../model/subject.ts";
import type { ObservedEnvironment } from "./observe-environment.ts";
import { nameWithExtras, requirementOf } from "./subject.ts";

/** What a launch asks for, as uv's resolver takes it: the server's own package first. */
export function requirementsOf({ spec, package: name, extras }: Launch): readonly string[] {
  // Behind a git source the others have the ecosystem in front.
  const beside = extras.map((text) => text.replace(/^pypi:/, ""));
  return [spec ?? name ?? "", ...beside].map(requirementOf);
}

/** What makers of environments put in by themselves. */
const SEEDS: readonly string[] = ["pip", "setuptools", "wheel"];

/** Exactly what an environment has, so that its pin is of these versions and no newer ones. */
export function installedRequirements(
  { distributions }: ObservedEnvironment,
  { name }: Subject<"pypi">,
): readonly string[] {
  const [, extras = ""] = /^[^[]*(\[[^\]]*\])/.exec(name) ?? [];
  const own = nameWithExtras(name.replace(/\[.*$/, ""));
  const asked = new Set(distributions.flatMap(({ dependencies }) => dependencies));
  return distributions
    .filter((one) => !SEEDS.includes(one.name) || asked.has(one.name))
    .map((one) => `${one.name}${one.name === own ? extras : ""}==${one.version}`);
}

const WITH_FILE: readonly string[] = ["--constraints", "--overrides", "--config-file"];

/**
 * The options of a launch that choose versions and indexes. uv is run in the root folder, so files are
 * named by their whole path.
 */
export function choosingOptionsOf({ installer }: Launch, cwd: string): readonly string[] {
  const options: string[] = [];
  for (let at = 0; at < installer.length; at += 1) {
    const option = installer[at] ?? "";
    if (ALONE.includes(option)) {
      if (!OF_UVX.includes(option)) options.push(option);
      continue;
    }
    at += 1;
    const value = installer[at] ?? "";
    if (option === "--python") continue;
    const isFile =
      WITH_FILE.includes(option) || (option === "--find-links" && !value.includes("://"));
    options.push(option, isFile ? posix.resolve(cwd, value) : value);
  }
  return options;
}

/** How uvx looks for an environment: nothing that a resolution could obey. */
const OF_UVX: readonly string[] = ["--no-config", "--isolated"];
const ALONE: readonly string[] = ["--no-index", "--pre", ...OF_UVX];
