import type { PackagePin } from "../../../lockfile/schema.ts";
import { type ObservedTree, prefixOf } from "../../../model/npm-tree.ts";
import { cleanEnvironment } from "../../../launchers/variables/clean-environment.ts";
import type { FillWorld } from "../../../store/define.ts";
import { scriptsDigest } from "../install-scripts.ts";
import { MAX_PACKAGE_JSON } from "../package-facts.ts";

/**
 * Runs the install scripts that the lockfile approves, in npm's order: `preinstall` of all packages,
 * then the other two, the outer ones first. No other one runs. What they leave is for the caller to
 * compare: files that are not the pinned ones make no copy.
 *
 * Answers whether any was run.
 */
export async function runApprovedScripts(
  { disk, installScripts, machine, onProgress }: FillWorld,
  folder: string,
  tree: ObservedTree,
  packages: Readonly<Record<string, PackagePin>>,
): Promise<boolean> {
  const approved = [...tree.packages.values()]
    .filter(({ path, facts }) => {
      const hooks = packages[path]?.hooks;
      return (
        hooks?.approved === true && hooks.scripts === scriptsDigest(facts?.installScripts ?? {})
      );
    })
    .toSorted((a, b) => depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : 1));
  const env = environmentOf(machine);
  const run = async (
    { path, facts }: (typeof approved)[number],
    event: "preinstall" | "install" | "postinstall",
  ): Promise<void> => {
    if (facts?.installScripts[event] === undefined) return;
    onProgress(`${prefixOf(facts.name, facts.version)}: running ${event}`);
    const inside = `${folder}/${path}`;
    const packageJson = new TextDecoder().decode(
      disk.read(`${inside}/package.json`, MAX_PACKAGE_JSON) ?? new Uint8Array(),
    );
    await installScripts.run({ folder: inside, packageJson, event, env });
  };
  for (const one of approved) await run(one, "preinstall");
  for (const one of approved) {
    await run(one, "install");
    await run(one, "postinstall");
  }
  return approved.length > 0;
}

function depthOf(path: string): number {
  return path.split("/node_modules/").length;
}

/** The script is what was approved, not what a variable adds to it. */
function environmentOf({
  env,
  home,
  platform,
}: FillWorld["machine"]): Readonly<Record<string, string>> {
  const around = { ecosystem: "npm", home, allowed: [], isCaseless: platform === "win32" };
  return cleanEnvironment(env, around).env;
}
