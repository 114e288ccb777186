import type { BenchHome } from "./home.ts";
import type { Contender } from "./measure.ts";
import { SERVERS } from "./servers.ts";

/** How many servers are looked at: one, a few, many. */
export const SIZES = [1, 4, 20] as const;

/** What is run on the same trees, in the order of the table. */
export const PEERS = [
  { id: "verify", title: "`pinfold verify`" },
  { id: "read", title: "list and read, two threads" },
  { id: "sha256sum", title: "`sha256sum`, two processes" },
  { id: "npm-ci", title: "`npm ci --dry-run`, two processes" },
  { id: "npm-ls", title: "`npm ls --all`, two processes" },
] as const;

const [VERIFY, READ, SHA256SUM, NPM_CI, NPM_LS] = PEERS;

interface Tools {
  readonly home: BenchHome;
  readonly cli: string;
  /** The compiled bench/read-files.ts. */
  readonly reader: string;
}

/** The quick ones, which are run often. */
export function quickContenders({ home, cli, reader }: Tools): readonly Contender[] {
  const common = { cwd: home.folder, env: home.env, expected: [0] };
  const node = process.execPath;
  return [
    { ...common, id: "node", command: [node, "-e", "0"] },
    { ...common, id: "help", command: [node, cli, "--help"] },
    ...SIZES.flatMap((size): Contender[] => {
      const roots = home.roots.slice(0, size);
      return [
        {
          ...common,
          id: `${VERIFY.id}-${size}`,
          command: [node, cli, "verify", ...SERVERS.slice(0, size).map(({ name }) => name)],
          // A verdict of any kind is an answer; a failure or wrong use is none.
          expected: [0, 1, 3],
        },
        {
          ...common,
          id: `${READ.id}-${size}`,
          command: [node, reader, ...roots],
          timesItself: true,
        },
        {
          ...common,
          id: `${SHA256SUM.id}-${size}`,
          command: shell('find "$@" -type f -print0 | xargs -0 -n 256 -P 2 sha256sum', roots),
        },
      ];
    }),
  ];
}

/** The slow ones, which need no precision. */
export function slowContenders({ home }: Pick<Tools, "home">): readonly Contender[] {
  const each = (npm: string, roots: readonly string[]) =>
    shell(`printf '%s\\0' "$@" | xargs -0 -n 1 -P 2 sh -c 'cd "$1" && exec npm ${npm}' sh`, roots);
  const quiet = {
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
  const common = { cwd: home.folder, env: { ...home.env, ...quiet }, expected: [0] };
  return SIZES.flatMap((size): Contender[] => {
    const roots = home.roots.slice(0, size);
    return [
      {
        ...common,
        id: `${NPM_CI.id}-${size}`,
        command: each("ci --dry-run --offline --ignore-scripts", roots),
      },
      // It ends with 1 (xargs: 123) where it finds fault with the tree, after all its work.
      {
        ...common,
        id: `${NPM_LS.id}-${size}`,
        command: each("ls --all", roots),
        expected: [0, 1, 123],
      },
    ];
  });
}

function shell(script: string, args: readonly string[]): readonly string[] {
  return ["sh", "-c", script, "sh", ...args];
}
