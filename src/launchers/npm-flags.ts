import { type Flag, flagTable, type FlagStyle } from "./flags.ts";

/**
 * Options of npm that `npx` and `npm exec` are given, from npm 11's definitions. What chooses
 * another registry, cache, folder, tree or interpreter is unjudged. `-c` is absent: it runs a text.
 */
export const NPM_FLAGS = flagTable({
  boolean:
    "-y --yes --no -q --quiet -s --silent -d -dd -ddd --verbose --prefer-offline --prefer-online " +
    "--offline --no-install --audit --fund --progress --color --unicode --timing " +
    "--update-notifier --usage --engine-strict --foreground-scripts --ignore-scripts",
  value:
    "-p --package --loglevel --fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout " +
    "--fetch-retry-mintimeout --fetch-timeout --maxsockets --logs-max --logs-dir",
  unjudged: {
    boolean:
      "-f --force -g --global --workspaces -ws --include-workspace-root --legacy-peer-deps " +
      "--strict-peer-deps --install-links --prefer-dedupe --strict-ssl --package-lock --bin-links " +
      "--production --dangerously-allow-all-scripts --strict-allow-scripts",
    value:
      "--registry --cache --userconfig --globalconfig --prefix -C --node-options --script-shell " +
      "--shell --tag --before --omit --include --install-strategy --cpu --os --libc -w --workspace " +
      "--proxy --https-proxy --noproxy --ca --cafile --cert --key --location --git --scope " +
      "--min-release-age --node-gyp --allow-scripts",
  },
});

const SCOPED: Flag = { kind: "value", isJudged: false };
const CREDENTIAL: Flag = { kind: "attached", isJudged: true };

export const NPM_STYLE: FlagStyle = {
  other(name) {
    if (/^--@[\w.~-]+:registry$/.test(name)) return SCOPED;
    return /^--\/\/\S+:_?(?:authToken|auth|password|username|email)$/.test(name)
      ? CREDENTIAL
      : undefined;
  },
};

/** `--no-audit` and the like, as npm has them for each of its booleans. */
export const NPM_NEGATIONS = flagTable({
  boolean: "--no-audit --no-fund --no-progress --no-color --no-update-notifier --no-yes",
  unjudged: { boolean: "--no-package-lock --no-strict-ssl --no-bin-links --no-optional" },
});

/**
 * Whether npm drops the option unread where it reads the server's options for its own. The package
 * stays the same then, only the server misses the option. Not so an abbreviation of an option that
 * npm has, which it completes, nor short ones, which it takes apart.
 */
export function isForeignToNpm(name: string): boolean {
  if (!name.startsWith("--") || NPM_STYLE.other?.(name) !== undefined) return false;
  const own = ["--call", ...NPM_FLAGS.keys(), ...NPM_NEGATIONS.keys()];
  return !own.some((option) => option.startsWith(name));
}
