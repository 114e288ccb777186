import { createRequire } from "node:module";

// Most machines have neither a TOML nor a YAML config: loading both parsers costs more than finding
// and reading everything else. `require` keeps the readers synchronous.
const require = createRequire(import.meta.url);

let toml: typeof import("smol-toml") | undefined;
let yaml: typeof import("yaml") | undefined;

export function tomlLibrary(): typeof import("smol-toml") {
  return (toml ??= require("smol-toml"));
}

export function yamlLibrary(): typeof import("yaml") {
  return (yaml ??= require("yaml"));
}
