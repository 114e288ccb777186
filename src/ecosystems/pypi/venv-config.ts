/** A pyvenv.cfg as Python reads it. Source: CPython, Modules/getpath.py and Lib/site.py. */
export interface VenvConfig {
  /** The folder of the Python that the environment stands on; null where no line says it. */
  readonly home: string | null;
  readonly hasSystemPackages: boolean;
  /** `3.11.7`, from whichever key the maker writes. */
  readonly version: string | null;
  readonly isRelocatable: boolean;
  /** Keys that are there more than once: two readers take different lines of them. */
  readonly repeated: readonly string[];
}

/** Lines are `key = value`; others are passed over, as Python does. */
export function parseVenvConfig(text: string): VenvConfig {
  const values = new Map<string, string>();
  const repeated = new Set<string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const at = line.indexOf("=");
    if (at < 0) continue;
    const key = line.slice(0, at).trim().toLowerCase();
    if (values.has(key)) repeated.add(key);
    else values.set(key, line.slice(at + 1).trim());
  }
  const home = values.get("home") ?? "";
  return {
    home: home === "" ? null : home,
    hasSystemPackages: values.get("include-system-site-packages")?.toLowerCase() === "true",
    version: values.get("version_info") ?? values.get("version") ?? null,
    isRelocatable: values.get("relocatable")?.toLowerCase() === "true",
    repeated: [...repeated],
  };
}
