import { createRequire } from "node:module";

// Most machines have neither a TOML nor a YAML config: loading both parsers costs more than finding
// and reading everything else. `require` keeps the readers synchronous.
const require = createRequire(import.meta.url);

type TomlLibrary = typeof import("smol-toml");
type YamlLibrary = typeof import("yaml");

export function tomlLibrary(): TomlLibrary {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module's type is its own
  return require("smol-toml") as TomlLibrary;
}

export function yamlLibrary(): YamlLibrary {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module's type is its own
  return require("yaml") as YamlLibrary;
}
