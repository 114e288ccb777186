import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type LaidEntry, npxLayout } from "./npx/layout.ts";
import type { TestRegistry } from "./registry.ts";

/** An entry of `mcpServers`. */
export interface ConfiguredServer {
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface NpxHomeOptions {
  readonly registry: TestRegistry;
  readonly npmVersion?: string;
}

/** A tree that npx installed. */
export interface InstalledTree {
  /** `<home>/.npm/_npx/<hash>` */
  readonly folder: string;
  /** A path in the tree: `tree.path("node_modules/zod/index.js")`. */
  readonly path: (inside: string) => string;
}

/**
 * A user's home on the real disk as Claude Desktop and npx leave it, without running npm; and beside
 * it a Node.js installation whose npx is only there to be looked at. Gone with `using`.
 */
export class NpxHome implements Disposable {
  /** Holds all the rest; links resolved. */
  readonly root: string;
  readonly home: string;
  /** The folder with node, npm and npx, for PATH. */
  readonly bin: string;
  readonly configFile: string;
  readonly #registry: TestRegistry;

  constructor({ registry, npmVersion = "11.19.1" }: NpxHomeOptions) {
    this.root = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-home-"));
    this.home = join(this.root, "home");
    this.bin = join(this.root, "node", "bin");
    this.configFile = join(this.home, ".config", "Claude", "claude_desktop_config.json");
    this.#registry = registry;
    this.write(join(this.home, ".npmrc"), `registry=${registry.url}/\n`);
    this.#installNode(npmVersion);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** The environment of a session in this home. */
  get env(): Record<string, string> {
    return { HOME: this.home, PATH: `${this.bin}:/usr/bin:/bin` };
  }

  /** What `npx -y SPEC` (or `-p` for each of several) leaves behind. */
  install(...specs: readonly string[]): InstalledTree {
    const { hash, entries } = npxLayout(this.#registry, specs);
    const folder = join(this.home, ".npm", "_npx", hash);
    rmSync(folder, { recursive: true, force: true });
    for (const entry of entries) this.#lay(folder, entry);
    return { folder, path: (inside) => join(folder, inside) };
  }

  /** Writes Claude Desktop's config with these servers, by name. */
  configure(servers: Readonly<Record<string, ConfiguredServer>>): void {
    this.write(this.configFile, `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`);
  }

  /** Installs a server and gives the entry that starts it: `npx -y SPEC`. */
  server(spec: string, ...args: readonly string[]): ConfiguredServer {
    this.install(spec);
    return { command: "npx", args: ["-y", spec, ...args] };
  }

  /** A file anywhere, with its folders. */
  write(path: string, content: string | Uint8Array, mode = 0o644): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    symlinkSync(target, path);
  }

  #lay(folder: string, entry: LaidEntry): void {
    const path = join(folder, entry.path);
    if ("target" in entry) this.link(path, entry.target);
    else this.write(path, entry.content, entry.mode);
  }

  #installNode(npmVersion: string): void {
    const npm = join(this.bin, "..", "lib", "node_modules", "npm");
    const program = (name: string) => `#!/usr/bin/env node\nrequire("../lib/${name}.js");\n`;
    const bin = { npm: "bin/npm-cli.js", npx: "bin/npx-cli.js" };
    this.write(
      join(npm, "package.json"),
      `${JSON.stringify({ name: "npm", version: npmVersion, bin })}\n`,
    );
    for (const name of ["npm", "npx"]) {
      this.write(join(npm, "bin", `${name}-cli.js`), program(name), 0o755);
      this.link(join(this.bin, name), `../lib/node_modules/npm/bin/${name}-cli.js`);
    }
    this.link(join(this.bin, "node"), process.execPath);
  }
}
