import { createRequire } from "node:module";

// Most machines have neither a TOML nor a YAML config, and nothing that makes npx compare versions:
// loading these libraries costs more than finding and reading everything else (semver alone is forty
// files, 8 ms). `require` keeps their users synchronous.
const require = createRequire(import.meta.url);

type TomlLibrary = typeof import("smol-toml");
type YamlLibrary = typeof import("yaml");
type SemverLibrary = typeof import("semver");

export function tomlLibrary(): TomlLibrary {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module's type is its own
  return require("smol-toml") as TomlLibrary;
}

export function yamlLibrary(): YamlLibrary {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module's type is its own
  return require("yaml") as YamlLibrary;
}

export function semverLibrary(): SemverLibrary {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module's type is its own
  return require("semver") as SemverLibrary;
}
