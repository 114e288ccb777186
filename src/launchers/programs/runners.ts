import { declined, unknownOption, withUnjudged } from "../details.ts";
import { type FlagTable, flagTable, parseFlags } from "../flags.ts";
import { NODE_FLAGS } from "../node-flags.ts";
import { type Program, scriptOf, wrapped } from "./define.ts";

const TSX_FLAGS = new Map([
  ...NODE_FLAGS,
  ...flagTable({ boolean: "--no-cache", unjudged: { value: "--tsconfig" } }),
]);

const TS_NODE_FLAGS = flagTable({
  boolean:
    "--esm --transpile-only -T --transpileOnly --swc --files --pretty --type-check --typeCheck " +
    "--log-error --logError --skip-project --skipProject --prefer-ts-exts --preferTsExts",
  value: "--ignore-diagnostics -D --ignoreDiagnostics",
  unjudged: {
    boolean: "--cwd-mode --script-mode --cwdMode",
    value:
      "--require -r --project -P --compiler -C --compiler-options -O --compilerOptions --cwd " +
      "--dir --experimental-specifier-resolution",
  },
});

/** A package that runs the local script it is given: the server is the script, not the package. */
function runner(
  name: string,
  bins: readonly string[],
  table: FlagTable,
  subcommands: readonly string[] = [],
): Program {
  return {
    ecosystem: "npm",
    package: name,
    bins,
    toLaunch({ base, args }) {
      const own = subcommands.includes(args[0] ?? "") ? args.slice(1) : args;
      const { rest, unknown, unjudged } = parseFlags(own, table);
      if (unknown !== null) return unknownOption(name, unknown);
      const [file] = rest;
      if (file === undefined) return declined(base.launcher, `${name} is given no script`);
      const launcher = base.launcher === "binary" ? name : (base.launcher ?? name);
      return withUnjudged(scriptOf(base, launcher, file), ...unjudged);
    },
  };
}

export const tsx = runner("tsx", ["tsx"], TSX_FLAGS, ["watch"]);
export const tsNode = runner(
  "ts-node",
  ["ts-node", "ts-node-esm", "ts-node-script"],
  TS_NODE_FLAGS,
);
export const viteNode = runner(
  "vite-node",
  ["vite-node"],
  flagTable({ boolean: "--script -w --watch" }),
);
/** The package that brings the binary of Node; from this disk, `node` is a launcher itself. */
export const nodePackage = runner("node", ["node"], NODE_FLAGS);

/** A launcher that came as a package: `npx -y bun run server.ts`, `uvx uv run server.py`. */
function launcherPackage(ecosystem: Program["ecosystem"], name: string): Program {
  return {
    ecosystem,
    package: name,
    bins: [name],
    toLaunch: (started) => wrapped(started, started.label, [name, ...started.args]),
  };
}

export const LAUNCHER_PACKAGES: readonly Program[] = [
  ...["bun", "deno", "npm", "npx", "pnpm", "yarn"].map((name) => launcherPackage("npm", name)),
  ...["uv", "pipx", "poetry"].map((name) => launcherPackage("pypi", name)),
];

// Packages whose command starts what its arguments or files name, in ways of their own.
const STARTERS = {
  npm:
    "cross-env env-cmd nodemon concurrently pm2 ts-node-dev zx esno esrun jiti @babel/node npm-run-all " +
    "wait-on nx turbo lerna corepack electron foreman @modelcontextprotocol/inspector mcp-use",
  pypi: "mcpo hatch pdm nox tox invoke honcho ipython jupyter python-dotenv nodeenv",
} as const;

function starterPackage(ecosystem: Program["ecosystem"], name: string): Program {
  return {
    ecosystem,
    package: name,
    // None: a command of this disk with such a name is known to the launchers, where it matters.
    bins: [],
    toLaunch: ({ base }) =>
      declined(base.launcher, `what the package ${name} starts is not understood`),
  };
}

export const STARTER_PACKAGES: readonly Program[] = [
  ...STARTERS.npm.split(" ").map((name) => starterPackage("npm", name)),
  ...STARTERS.pypi.split(" ").map((name) => starterPackage("pypi", name)),
];
