/**
 * Variables that put code into a program of Node's before its first line: the loader's, Node's own,
 * and those that name modules of OpenSSL. Proxies and certificates are no such thing.
 */
const INJECTING =
  /^(?:NODE_OPTIONS|NODE_PATH|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_.*|OPENSSL_CONF|OPENSSL_MODULES|OPENSSL_ENGINES|GCONV_PATH)$/;

/** The names of such variables that are set to something. */
export function injectedVariables(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.keys(env)
    .filter((name) => INJECTING.test(name) && env[name] !== undefined && env[name] !== "")
    .toSorted();
}
