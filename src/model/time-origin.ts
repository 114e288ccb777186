/**
 * Whose word a time of publication is: the registry's, which can rewrite it; a transparency log's,
 * which it cannot; or our own, of when this machine saw the version first.
 */
export type TimeOrigin = "registry" | "log" | "first-seen";
