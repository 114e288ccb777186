import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { readWheel } from "../../src/adapters/python-index/wheel.ts";
import { normalName } from "../../src/ecosystems/pypi/names.ts";
import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import type { PypiLockfile } from "../../src/lockfile/pypi-schema.ts";
import { h1Of, manifestOf } from "../../src/model/digest.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const LIMIT_MS = 240_000;

export interface Judged {
  readonly code: number | null;
  readonly verdicts: Readonly<Record<string, string | null>>;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly server: string | null;
    readonly message: string;
    readonly location: { readonly file: string } | null;
  }[];
}

/**
 * A home in which the real uv, pipx and pip installed real servers. Pins are made from the wheels
 * that the index serves, not from what was installed.
 */
export class LivePythonHome implements Disposable {
  readonly root = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-python-"));
  readonly home = join(this.root, "home");
  readonly tools = join(this.root, "tools", "bin");
  readonly #wheels = join(this.root, "wheels");

  constructor() {
    mkdirSync(this.home, { recursive: true });
    this.run("python3", "-m", "venv", dirname(this.tools));
    this.run(join(this.tools, "pip"), "install", "--quiet", "uv", "pipx");
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  get env(): NodeJS.ProcessEnv {
    const own = { HOME: this.home, PATH: `${this.tools}:${process.env["PATH"] ?? ""}` };
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(?:XDG_|UV_|PIPX_|PYTHON)/.test(name),
    );
    return { ...Object.fromEntries(kept), ...own };
  }

  run(command: string, ...args: readonly string[]): string {
    const options = { env: this.env, cwd: this.home, encoding: "utf8", timeout: LIMIT_MS } as const;
    const { status, stdout, stderr } = spawnSync(command, args, { ...options, input: "" });
    assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  configure(servers: Readonly<Record<string, readonly string[]>>): void {
    const entries = Object.entries(servers).map(([name, [command, ...args]]) => [
      name,
      { command, args },
    ]);
    this.write(
      join(this.home, ".config/Claude/claude_desktop_config.json"),
      JSON.stringify({ mcpServers: Object.fromEntries(entries) as unknown }),
    );
  }

  verify(): Judged {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "verify", "--json"], {
      env: this.env,
      cwd: this.home,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    assert.notEqual(stdout, "", stderr);
    const { servers, findings } = JSON.parse(stdout) as {
      servers: { name: string; verdict: string | null }[];
      findings: Judged["findings"];
    };
    const verdicts = Object.fromEntries(servers.map(({ name, verdict }) => [name, verdict]));
    return { code: status, verdicts, findings };
  }

  /** The environment of uv's cache that has a distribution as its own program's. */
  cached(program: string): string {
    const archive = join(this.home, ".cache/uv");
    for (const folder of readdirSync(archive)) {
      if (!folder.startsWith("archive-v")) continue;
      for (const id of readdirSync(join(archive, folder))) {
        const root = join(archive, folder, id);
        const programs = readdirSync(root).includes("bin") ? readdirSync(join(root, "bin")) : [];
        if (readdirSync(root).includes("pyvenv.cfg") && programs.includes(program)) return root;
      }
    }
    throw new Error(`uv's cache has no environment with ${program}`);
  }

  packagesOf(root: string): string {
    const [version = ""] = readdirSync(join(root, "lib"));
    return join(root, "lib", version, "site-packages");
  }

  /** Pins a server with everything that an environment of it has, by the wheels of the index. */
  async pin(name: string, root: string): Promise<void> {
    const installed = readdirSync(this.packagesOf(root)).flatMap((folder) => {
      const [, stem = "", version = ""] = /^(.+)-([^-]+)\.dist-info$/.exec(folder) ?? [];
      return stem === "" || /^(?:pip|setuptools|wheel)$/.test(stem) ? [] : [{ stem, version }];
    });
    const wanted = installed.map(({ stem, version }) => `${normalName(stem)}==${version}`);
    const options = "download --quiet --no-deps --only-binary :all: --dest".split(" ");
    this.run(join(this.tools, "pip"), ...options, this.#wheels, ...wanted);
    const packages: Record<string, PypiLockfile["packages"][string]> = {};
    for (const file of readdirSync(this.#wheels)) {
      const [stem = "", version = ""] = file.split("-");
      const own = normalName(stem);
      if (!wanted.includes(`${own}==${version}`)) continue;
      const wheel = await readWheel(readFileSync(join(this.#wheels, file)), file);
      const prefix = `${own}@${version}`;
      const files = h1Of(prefix, wheel.files);
      packages[own] = { version, artifacts: [{ file, sha256: wheel.sha256, files }] };
      const hex = Buffer.from(files.slice("h1:".length), "base64").toString("hex");
      const manifests = join(this.home, ".local/share/pinfold/manifests", hex.slice(0, 2));
      this.write(join(manifests, hex), manifestOf(prefix, wheel.files));
    }
    const lockfile: PypiLockfile = {
      lockfileVersion: 1,
      subject: `pkg:pypi/${name}`,
      version: packages[name]?.version ?? "",
      revision: 1,
      tree: treeDigestOf(packages),
      entryPoints: { [name]: `${name.replaceAll("-", "_")}:main` },
      platforms: [`${process.platform}-${process.arch}`],
      resolver: { uv: "0", python: "3.12" },
      packages,
    };
    const file = join(this.home, ".config/pinfold/lockfiles/pypi", `${name}.json`);
    this.write(file, formatLockfile(lockfile));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
