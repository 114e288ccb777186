import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { CLI } from "./built-cli.ts";

const LIMIT_MS = 240_000;
/** Folders that `npm run` puts first. */
const NPM_RUN = /node_modules\/\.bin$|node-gyp-bin$/;

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Judged {
  readonly code: number | null;
  readonly verdicts: Readonly<Record<string, string | null>>;
  readonly files: number;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly server: string | null;
    readonly message: string;
    readonly location: { readonly file: string } | null;
  }[];
}

/** An entry: command, arguments, and at the end variables. */
export type LiveEntry = readonly (string | Readonly<Record<string, string>>)[];

/** A home in which the real uv, pipx and pip install real servers, and pinfold runs as a process. */
export class LivePythonHome implements Disposable {
  readonly root = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-python-"));
  readonly home = join(this.root, "home");
  readonly tools = join(this.root, "tools", "bin");

  constructor() {
    mkdirSync(this.home, { recursive: true });
    this.run("python3", "-m", "venv", dirname(this.tools));
    this.run(join(this.tools, "pip"), "install", "--quiet", "uv", "pipx");
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** As at a user's prompt, also where `npm run` started us: it puts folders before the PATH. */
  get env(): NodeJS.ProcessEnv {
    const folders = (process.env["PATH"] ?? "").split(":").filter((one) => !NPM_RUN.test(one));
    const own = { HOME: this.home, PATH: [this.tools, ...folders].join(":") };
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(?:XDG_|UV_|PIPX_|PYTHON|NODE_OPTIONS|npm_|INIT_CWD|NODE$)/.test(name),
    );
    return { ...Object.fromEntries(kept), ...own };
  }

  run(command: string, ...args: readonly string[]): string {
    const options = { env: this.env, cwd: this.home, encoding: "utf8", timeout: LIMIT_MS } as const;
    const { status, stdout, stderr } = spawnSync(command, args, { ...options, input: "" });
    assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  configure(servers: Readonly<Record<string, LiveEntry>>): void {
    const entries = Object.entries(servers).map(([name, words]) => {
      const [command, ...args] = words.filter((word) => typeof word === "string");
      const env = words.find((word) => typeof word !== "string") ?? {};
      return [name, { command, args, env }];
    });
    this.write(
      join(this.home, ".config/Claude/claude_desktop_config.json"),
      JSON.stringify({ mcpServers: Object.fromEntries(entries) as unknown }),
    );
  }

  /** Runs the command as a user would, with a PATH of its own where one is given. */
  pinfold(args: readonly string[], path?: string): Answer {
    const env = path === undefined ? this.env : { ...this.env, PATH: path };
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      env,
      cwd: this.home,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      timeout: LIMIT_MS,
    });
    return { code: status, out: stdout, err: stderr };
  }

  verify(...more: readonly string[]): Judged {
    const { code, out, err } = this.pinfold(["verify", "--json", ...more]);
    assert.notEqual(out, "", err);
    const { servers, findings } = JSON.parse(out) as {
      servers: { name: string; verdict: string | null; checked: { files: number } }[];
      findings: Judged["findings"];
    };
    const verdicts = Object.fromEntries(servers.map(({ name, verdict }) => [name, verdict]));
    const files = servers.reduce((sum, { checked }) => sum + checked.files, 0);
    return { code, verdicts, findings, files };
  }

  /** The environment of uv's cache that has a program. */
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

  write(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
