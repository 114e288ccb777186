import { type FlagStyle, flagTable, type ParsedFlags } from "./flags.ts";

/** Options that every command of uv takes, before and after its name (`uv --help`, uv 0.13). */
export const UV_GLOBAL_FLAGS = flagTable({
  boolean:
    "-n --no-cache --no-cache-dir --no-python-downloads --allow-python-downloads --refresh -q --quiet -v --verbose --no-color --offline --no-offline " +
    "--no-progress --native-tls --no-native-tls --system-certs --no-system-certs --preview " +
    "--no-preview --isolated",
  value: "--color --directory --preview-features",
  unjudged: {
    boolean: "--no-config --managed-python --no-managed-python",
    value:
      "--python-preference --python-fetch --cache-dir --allow-insecure-host --project --config-file --refresh-package",
  },
});

/** Options by which `uvx` and `uv run` choose versions, indexes and builds. */
export const UV_RESOLVE_FLAGS = flagTable({
  boolean:
    "--compile-bytecode --no-env-file --show-resolution --no-build --no-sources --exact -U " +
    "--upgrade --reinstall --no-index --pre",
  // Those that choose versions are handed on to each resolution (`choosingOptions`); of an index that
  // an entry names only its answers of today can be judged.
  value:
    "-w --with --link-mode -p --python --exclude-newer --exclude-newer-package -c --constraints " +
    "--constraint --overrides --override --resolution --prerelease",
  unjudged: {
    boolean:
      "--no-build-isolation --no-binary --lfs --require-build-hashes --no-require-build-hashes",
    value:
      "--index --default-index -i --index-url --extra-index-url -f --find-links --index-strategy " +
      "--keyring-provider --with-editable --with-requirements -b --build-constraints " +
      "--build-constraint --env-file --python-platform --torch-backend " +
      "-P --upgrade-package --upgrade-group --prerelease-package " +
      "--fork-strategy --no-sources-package --reinstall-package -C --config-setting " +
      "--config-settings-package --no-build-isolation-package --no-build-package " +
      "--no-binary-package",
  },
});

export const UV_STYLE: FlagStyle = { clusters: true };

const CHOOSING =
  "--python --index --default-index --index-url --extra-index-url --find-links --index-strategy --prerelease " +
  "--resolution --exclude-newer --exclude-newer-package --constraints --overrides --allow-insecure-host --config-file";
const CHOOSING_ALONE = "--no-index --no-config --pre --isolated";
const SHORT: Readonly<Record<string, string>> = {
  "-p": "--python",
  "-i": "--index-url",
  "-f": "--find-links",
  "-c": "--constraints",
  "--constraint": "--constraints",
  "--override": "--overrides",
};

/** The options that choose what is installed, by their long names: what a resolution must be given too. */
export function choosingOptions(flags: ParsedFlags["flags"]): readonly string[] {
  const pairs = new Set(CHOOSING.split(" "));
  const alone = new Set(CHOOSING_ALONE.split(" "));
  return [...flags].flatMap(([written, values]) => {
    const name = SHORT[written] ?? written;
    if (alone.has(name)) return [name];
    return pairs.has(name) ? values.flatMap((value) => [name, value]) : [];
  });
}
