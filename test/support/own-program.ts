import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { nodeOwnProgram } from "../../src/adapters/own-program.ts";
import type { OwnProgram } from "../../src/ports/own-program.ts";

/** A small pinfold in a folder, whose interpreter is a text: copied as the real one is. */
export function ownProgramIn(folder: string, given: Partial<OwnProgram> = {}): OwnProgram {
  return {
    ...nodeOwnProgram,
    interpreter: join(folder, "bin/node"),
    nodeVersion: "24.21.0",
    root: join(folder, "lib/node_modules/pinfold"),
    libraries: () => ["linux-vdso.so.1", "/lib/x86_64-linux-gnu/libc.so.6"],
    versionOf: () => "v24.21.0",
    ...given,
  };
}

/** Packages of that small pinfold: folder below `lib` to its files; `package.json` from its needs. */
export function layProgram(
  folder: string,
  packages: Readonly<Record<string, Readonly<Record<string, string>>>>,
): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put("bin/node", "\u007fELF\u0000an interpreter");
  for (const [place, needs] of Object.entries(packages)) {
    const files = ["dist", "src", "docs", "templates"];
    const manifest = {
      dependencies: needs,
      // Another program's, though it may lie beside.
      peerDependencies: { stranger: "1" },
      peerDependenciesMeta: { stranger: { optional: true } },
      files,
    };
    put(`lib/${place}/package.json`, JSON.stringify(manifest));
    put(`lib/${place}/index.js`, `export default ${JSON.stringify(place)};\n`);
  }
}
