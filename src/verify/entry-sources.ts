import { withoutSecrets } from "../model/secrets.ts";
import type { KnownServer } from "./servers.ts";

/** Options of npx, uvx and pipx that name another registry, settings, or folders and files with code. */
const SOURCES: ReadonlySet<string> = new Set(
  (
    "--registry --userconfig --globalconfig " +
    "--index --default-index -i --index-url --extra-index-url -f --find-links --config-file " +
    "--allow-insecure-host --index-strategy --cache-dir --env-file --project --python " +
    "--with-editable --with-requirements --pip-args"
  ).split(" "),
);

/**
 * The options by which the packages of an entry come from another place than when it was locked: those
 * that are new, or have another value.
 *
 * @param pinned the arguments then, secrets replaced; null for an entry that was never locked
 */
export function newSources(
  { entry, launch }: KnownServer,
  pinned: readonly string[] | null,
): readonly string[] {
  if (pinned === null) return [];
  const now = withoutSecrets(entry.args);
  const named = launch.unjudged.map((one) => one.split("=", 1)[0] ?? "");
  return [...new Set(named)].filter((option) => {
    if (!SOURCES.has(option)) return false;
    const before = valuesOf(pinned, option);
    return valuesOf(now, option).some((value) => !before.includes(value));
  });
}

/** In each form: `--index URL`, `--index=URL`, `-f URL`, `-fURL`. */
function valuesOf(args: readonly string[], option: string): readonly string[] {
  const names = option === "--python" ? [option, "-p"] : [option];
  return args.flatMap((word, at) => {
    if (names.includes(word)) return [args[at + 1] ?? ""];
    const name = names.find((one) => word.startsWith(one.startsWith("--") ? `${one}=` : one));
    return name === undefined ? [] : [word.slice(name.length).replace(/^=/, "")];
  });
}
