import { bunxLaunch } from "./bunx.ts";
import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { projectLaunch } from "./project.ts";
import { scriptLaunch } from "./script.ts";
import { hasVariable, insideCwd, isPath, isScriptFile } from "./words/paths.ts";

// `bun --help` of bun 1.4. `-e` and `-p` are absent: with them a text runs.
const FLAGS = flagTable({
  boolean:
    "--silent --bun -b --watch --hot --no-clear-screen --smol --no-orphans --if-present " +
    "--no-install --prefer-offline --inspect --inspect-brk --inspect-wait --no-deprecation",
  value: "--elide-lines --cwd --port --dns-result-order --max-http-header-size",
  unjudged: {
    boolean: "-i --prefer-latest --no-env-file --preserve-symlinks --preserve-symlinks-main",
    value:
      "-r --preload --require --import --env-file --shell --install --conditions -c --config " +
      "--tsconfig-override --define -d --loader -l -F --filter --main-fields --drop --extension-order",
  },
});

/** `bun x SPEC`, `bun run FILE|SCRIPT`, `bun FILE|SCRIPT`; options stand before and after `run`. */
export const bun: Launcher = {
  id: "bun",
  names: ["bun"],
  toLaunch(invocation, resolve) {
    const [first] = invocation.args;
    if (first === "x")
      return bunxLaunch("bun x", { ...invocation, args: invocation.args.slice(1) }, resolve);
    const before = parseFlags(invocation.args, FLAGS);
    if (before.unknown !== null) return unknownOption("bun", before.unknown);
    const isRun = before.rest[0] === "run";
    const after = parseFlags(isRun ? before.rest.slice(1) : before.rest, FLAGS);
    if (after.unknown !== null) return unknownOption("bun run", after.unknown);
    const [what] = after.rest;
    if (what === undefined) return declined("bun", "bun is given no script");
    const dir = valuesOf(after.flags, "--cwd").at(-1) ?? valuesOf(before.flags, "--cwd").at(-1);
    const cwd = dir === undefined ? null : insideCwd(invocation.cwd, dir);
    const unjudged = [...new Set([...before.unjudged, ...after.unjudged])];
    const launcher = isRun ? "bun run" : "bun";
    if (isPath(what) || isScriptFile(what))
      return scriptLaunch({ launcher, file: what, cwd, unjudged });
    if (hasVariable(what)) return declined(launcher, "what bun runs is a variable");
    // A bare word is bun's own command before it is a script of the project.
    if (!isRun && COMMANDS.has(what)) return declined("bun", `bun ${what} is not understood`);
    return projectLaunch("bun run", { cwd, unjudged });
  },
};

const COMMANDS = new Set(
  (
    "test check fmt x repl exec install i add a remove rm update audit dedupe prune outdated link " +
    "unlink publish patch pm info why build init create c upgrade run feedback completions"
  ).split(" "),
);
