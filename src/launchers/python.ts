import type { Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { startPackage } from "./programs/index.ts";
import { scriptLaunch } from "./script.ts";
import { hasVariable } from "./words/paths.ts";

// `python --help` of 3.8 to 3.14. `-c` is absent: it runs a text. `-m` ends the options.
const FLAGS = flagTable({
  boolean: "-b -bb -B -d -E -I -O -OO -P -q -s -S -u -v -vv -x",
  value: "-W --check-hash-based-pycs -m",
  unjudged: { boolean: "-i", value: "-X" },
});

/** Its modules with a `__main__` that start what their arguments name. */
const STARTERS: ReadonlyMap<string, string> = new Map([
  ["uv", "uv"],
  ["pipx", "pipx"],
  ["pip", "pip"],
]);
const STANDARD = new Set(
  "venv http json runpy pdb cProfile profile trace timeit unittest code idlelib ensurepip zipapp".split(
    " ",
  ),
);
// Names that every other project has: found in the working folder far more often than installed.
const OF_THE_PROJECT = new Set(
  "src main app server mcp_server_main cli tests scripts lib".split(" "),
);

/** `python [OPTIONS] FILE` and `python [OPTIONS] -m MODULE`. */
export const python: Launcher = {
  id: "python",
  names: ["python", "pythonw", "pypy", "py"],
  toLaunch(invocation, resolve) {
    // The launcher of Windows takes the version as an option: `py -3.12 -m x`.
    const isChoice = /^-\d(?:\.\d+)?(?:-\d+)?$/.test(invocation.args[0] ?? "");
    const given = isChoice ? invocation.args.slice(1) : invocation.args;
    const { options, module, args } = splitAtModule(given);
    const { flags, rest, unknown, unjudged } = parseFlags(options, FLAGS, { clusters: true });
    if (unknown !== null) return unknownOption("python", unknown);
    const [file] = rest;
    if (module === null || file !== undefined) {
      if (file === undefined || file === "-") return declined("python", "python is given no file");
      return scriptLaunch({ launcher: "python", file, unjudged });
    }
    if (valuesOf(flags, "-m").length > 0) return declined("python", "python is given -m twice");
    const [root = ""] = module.split(".");
    const starter = STARTERS.get(root);
    if (starter !== undefined && module === root) {
      const inner = resolve({ ...invocation, command: starter, args });
      const wrappers = ["python -m", ...inner.wrappers];
      return { ...inner, wrappers, unjudged: [...new Set([...unjudged, ...inner.unjudged])] };
    }
    if (!/^[A-Za-z_]\w*(?:\.\w+)*$/.test(module) || hasVariable(module))
      return declined("python -m", "the module's name is not understood");
    if (STANDARD.has(root) || OF_THE_PROJECT.has(root))
      return declined("python -m", `the module ${root} does not name a package`);
    const name = root.replaceAll("_", "-");
    const { cwd } = invocation;
    const base = understood("installed-package", {
      launcher: "python -m",
      ecosystem: "pypi",
      package: name,
      cwd,
      unjudged,
    });
    return startPackage({ base, label: `python -m ${root}`, args, invocation, resolve });
  },
};

interface Split {
  readonly options: readonly string[];
  readonly module: string | null;
  readonly args: readonly string[];
}

/** Python's `-m MODULE` ends its options: everything behind it is the module's. */
function splitAtModule(args: readonly string[]): Split {
  const none: Split = { options: args, module: null, args: [] };
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (!word.startsWith("-") || word === "-" || word === "--") return none;
    const [, before, attached] = /^-([bBdEIOPqsSuvx]*)m(.*)$/s.exec(word) ?? [];
    if (before !== undefined) {
      const options = [...args.slice(0, index), ...(before === "" ? [] : [`-${before}`])];
      const next = attached === "" ? args[index + 1] : attached;
      if (next === undefined) return none;
      return { options, module: next, args: args.slice(index + (attached === "" ? 2 : 1)) };
    }
    if (word === "-W" || word === "-X" || word === "--check-hash-based-pycs") index += 1;
  }
  return none;
}
