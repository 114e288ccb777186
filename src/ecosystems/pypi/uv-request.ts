import type { Resolution, ResolveRequest, UvRequest } from "../../ports/python-resolver.ts";

/** What uv needs of the session to reach a network: certificates and proxies. */
const SESSION =
  /^(?:SSL_CERT_FILE|SSL_CERT_DIR|SSL_CLIENT_CERT|(?:https?|all|no)_proxy|LANG|LC_ALL|TMPDIR|SYSTEMROOT|TEMP|TMP|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;

/** Of the entry's own variables, those by which uvx would choose otherwise. */
const OF_THE_ENTRY =
  /^(?:UV_(?:INDEX|DEFAULT_INDEX|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|INDEX_STRATEGY|INDEX_[A-Z0-9_]+_(?:USERNAME|PASSWORD)|INSECURE_HOST|NATIVE_TLS|SYSTEM_CERTS|HTTP_TIMEOUT|EXCLUDE_NEWER|PRERELEASE|RESOLUTION|CONSTRAINT|OVERRIDE|PYTHON|TORCH_BACKEND)|XDG_CONFIG_HOME)$/;

/**
 * The environment of uv: nothing that chooses what is resolved but what the entry itself sets. `UV_*`,
 * `PIP_*`, `PYTHON*` and `XDG_*` of this session are no part of how the client starts the server.
 */
export function uvEnvironment({
  session,
  env,
  path,
  home,
  cacheFolder,
  config,
}: UvRequest): Readonly<Record<string, string>> {
  const kept = Object.entries(session).flatMap(([name, value]): [string, string][] =>
    value !== undefined && SESSION.test(name) ? [[name, value]] : [],
  );
  const own = Object.entries(env).filter(([name]) => SESSION.test(name) || OF_THE_ENTRY.test(name));
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(own),
    PATH: path,
    HOME: home,
    UV_CACHE_DIR: cacheFolder,
    // A connection that breaks once says nothing; uv's own three tries wait long where an index is down.
    UV_HTTP_RETRIES: "1",
    UV_NO_PROGRESS: "1",
    ...(config ? {} : { UV_NO_CONFIG: "1" }),
  };
}

/** The command line of one resolution; requirements come by standard input. */
export function resolveArguments(
  { options, config, isAlone, interpreter, python: asked }: ResolveRequest,
  { python, built }: Pick<Resolution, "python" | "built">,
  format: "pylock.toml" | "requirements.txt",
): readonly string[] {
  return [
    "pip",
    "compile",
    "-",
    ...(interpreter === null
      ? ["--universal", "--python-version", python]
      : // One that a package demands is looked for, as uvx does.
        ["--python", python === asked ? interpreter : python]),
    "--quiet",
    "--no-progress",
    "--no-header",
    "--no-sources",
    ...(format === "pylock.toml"
      ? ["--format", format]
      : ["--no-annotate", "--emit-index-annotation"]),
    // What is not named runs none of its code, whatever else may.
    "--only-binary",
    ":all:",
    ...built.flatMap((name) => ["--no-binary", name]),
    ...(isAlone ? ["--no-deps"] : []),
    ...(config ? [] : ["--no-config"]),
    ...options,
  ];
}
