import { declined, unknownOption, withUnjudged } from "../details.ts";
import { type FlagTable, flagTable, parseFlags } from "../flags.ts";
import { type Program, wrapped } from "./define.ts";

interface WrapOptions {
  readonly package: string;
  readonly bins: readonly string[];
  readonly flags: FlagTable;
  /** The words that make it a wrapper; without them it is an ordinary server. */
  readonly subcommand?: string;
  /** Whether the wrapped command line must stand after `--`. */
  readonly needsDashes: boolean;
}

/** A package whose arguments are another command line, which it starts. */
function wrap(options: WrapOptions): Program {
  const { bins, flags: table, subcommand, needsDashes } = options;
  const [name = options.package] = bins;
  return {
    ecosystem: "npm",
    package: options.package,
    bins,
    toLaunch(started) {
      const { base, label, args } = started;
      if (subcommand !== undefined && args[0] !== subcommand) return base;
      const own = subcommand === undefined ? args : args.slice(1);
      const { rest, isEnded, unknown, unjudged } = parseFlags(own, table);
      if (unknown !== null) return unknownOption(name, unknown);
      if (rest.length === 0 || (needsDashes && !isEnded))
        return declined(base.launcher, `${name} is given no command after --`);
      const full = subcommand === undefined ? label : `${label} ${subcommand}`;
      return wrapped(started, full, rest, `the code of ${name}`, ...unjudged);
    },
  };
}

export const envmcp = wrap({
  package: "envmcp",
  bins: ["envmcp"],
  flags: flagTable({ unjudged: { value: "--env-file -e" } }),
  needsDashes: false,
});

export const dotenvCli = wrap({
  package: "dotenv-cli",
  bins: ["dotenv"],
  flags: flagTable({
    boolean: "-o --override --quiet -q",
    unjudged: { value: "-e -v", boolean: "-c" },
  }),
  needsDashes: true,
});

export const dotenvx = wrap({
  package: "@dotenvx/dotenvx",
  bins: ["dotenvx"],
  subcommand: "run",
  flags: flagTable({
    boolean: "--overload -o --quiet -q --verbose -v --debug -d --strict",
    unjudged: { value: "-f --env-file -fk --env-keys-file -e --env --convention" },
  }),
  needsDashes: true,
});

export const reloaderoo = wrap({
  package: "reloaderoo",
  bins: ["reloaderoo"],
  flags: flagTable({ value: "--log-level -l --working-dir -w --timeout -t --max-restarts -m" }),
  needsDashes: true,
});

export const mcptrust = wrap({
  package: "mcptrust",
  bins: ["mcptrust"],
  subcommand: "proxy",
  flags: flagTable({
    boolean: "--dry-run --fail-open --audit-only --filter-only",
    value: "--lock -l --policy -p --timeout --log --receipt",
  }),
  needsDashes: true,
});

/** `mcp-context-protector --command-args COMMAND…`: everything behind that option is started. */
export const mcpContextProtector: Program = {
  ecosystem: "pypi",
  package: "mcp-context-protector",
  bins: ["mcp-context-protector", "mcp-context-protector.sh"],
  toLaunch(started) {
    const [option, ...words] = started.args;
    if (option !== "--command-args")
      return option === undefined
        ? started.base
        : unknownOption("mcp-context-protector", option.replace(/=.*$/s, ""));
    if (words.length === 0)
      return declined(started.base.launcher, "mcp-context-protector is given no command");
    const label = `${started.label} --command-args`;
    return wrapped(started, label, words, "the code of mcp-context-protector");
  },
};

const HUB_REASON = "the hub decides which server runs";

/** `@smithery/cli run NAME`: NAME is the hub's, no package of npm. */
export const smithery: Program = {
  ecosystem: "npm",
  package: "@smithery/cli",
  bins: ["smithery", "cli"],
  toLaunch: ({ base, args }) =>
    args[0] === "run" ? withUnjudged({ ...base, detail: "hub-runner" }, HUB_REASON) : base,
};
