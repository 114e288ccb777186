// Variables by what they can do: load code into node, npm or the loader, or move the folders that
// npm works in. `npm_config_cache` and the like only say where the tree is, and are followed.
const DANGEROUS =
  /^(?:NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|LD_.*|DYLD_.*|BASH_ENV|ENV|HOME|USERPROFILE|PREFIX|DESTDIR|SHELL|ComSpec|npm_config_.*)$/i;
const FOLLOWED =
  /^npm_config_(?:cache|yes|loglevel|prefer_(?:on|off)line|fund|audit|update_notifier|progress|color)$/i;

/** Names of an entry's variables that can change what runs and that no rule judges. */
export function unjudgedVariables(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(env)
    .filter((name) => DANGEROUS.test(name) && !FOLLOWED.test(name))
    .map((name) => `the variable ${name}`);
}
