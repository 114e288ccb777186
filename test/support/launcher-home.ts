import { execFileSync } from "node:child_process";
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

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { nodeFiles } from "../../src/adapters/node-files.ts";
import { resolveLaunch } from "../../src/launchers/index.ts";
import { type LauncherPlan, planLaunchers, recordLauncher } from "../../src/lock/launcher-pins.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { ServerEntry } from "../../src/model/server.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { People } from "../../src/path-search/people.ts";
import type { Disk } from "../../src/ports/disk.ts";
import { foldersOf } from "../../src/state/folders.ts";
import { State } from "../../src/state/state.ts";
import { judgeChains } from "../../src/verify/chains.ts";
import type { ChainContext } from "../../src/verify/find-chains.ts";
import { judgeEvidence } from "../../src/verify/judge.ts";
import { localProgramOf } from "../../src/verify/local-program.ts";
import type { KnownServer } from "../../src/verify/servers.ts";

export interface Judged {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  /** `error shadowed-launcher`, one a finding, without notes. */
  readonly rules: readonly string[];
}

/**
 * A machine of its own below a temporary folder: a distribution's Node and npm, a home, and a PATH.
 * Binaries are a few bytes that start as ELF files do; nothing is ever run. Gone with `using`.
 */
export class LauncherHome implements Disposable {
  readonly root = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-chain-"));
  readonly home = join(this.root, "home");
  /** Node, npm and a shell, as a distribution installs them. */
  readonly bin = join(this.root, "usr/bin");
  readonly npm = join(this.root, "usr/lib/node_modules/npm");
  path: string = this.bin;
  /** In place of the real disk, for what a real one does not do on demand. */
  disk: Disk = new NodeDisk();
  now = new Date("2026-11-23T00:00:00Z");

  constructor() {
    this.folder(this.home);
    this.binary("usr/bin/node", "node 24");
    this.binary("usr/bin/sh", "sh");
    this.file("usr/lib/node_modules/npm/package.json", '{"name":"npm","version":"11.19.1"}\n');
    this.file("usr/lib/node_modules/npm/lib/cli.js", "exports.run = () => {};\n");
    this.file("usr/lib/node_modules/npm/lib/exec.js", "exports.exec = () => {};\n");
    this.script("usr/lib/node_modules/npm/bin/npx-cli.js", "#!/usr/bin/env node");
    this.link("usr/bin/npx", "../lib/node_modules/npm/bin/npx-cli.js");
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  at(path: string): string {
    return path.startsWith("/") ? path : join(this.root, path);
  }

  folder(path: string, mode = 0o755): void {
    mkdirSync(this.at(path), { recursive: true });
    chmodSync(this.at(path), mode);
  }

  file(path: string, content: string | Uint8Array, mode = 0o644): void {
    mkdirSync(dirname(this.at(path)), { recursive: true, mode: 0o755 });
    writeFileSync(this.at(path), content);
    chmodSync(this.at(path), mode);
  }

  /** A few bytes that start as a binary does, or a whole one. */
  binary(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? `\u007fELF\u0000${content}` : content;
    this.file(path, bytes, 0o755);
  }

  script(path: string, firstLine: string, body = ""): void {
    this.file(path, `${firstLine}\n${body}`, 0o755);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true, mode: 0o755 });
    rmSync(this.at(path), { force: true });
    symlinkSync(target, this.at(path));
  }

  fifo(path: string): void {
    // Node itself cannot make one.
    execFileSync("/bin/sh", ["-c", 'mkfifo -m 755 "$0"', this.at(path)]);
  }

  remove(path: string): void {
    rmSync(this.at(path), { recursive: true, force: true });
  }

  get context(): ChainContext {
    const env = { HOME: this.home, PATH: this.path };
    const machine = {
      platform: "linux",
      arch: "x64",
      home: this.home,
      cwd: this.home,
      env,
      now: this.now,
    } as const;
    const state = new State(this.disk, nodeFiles, foldersOf(machine));
    return { disk: this.disk, machine, state, clientPath: null, rpmQuery: () => null };
  }

  get people(): People {
    return new People(this.disk, this.home);
  }

  /** The first pins, as `lock` takes them. */
  pin(...servers: readonly KnownServer[]): LauncherPlan {
    const known = servers.length === 0 ? [server()] : servers;
    const plan = planLaunchers(this.context, known);
    for (const found of plan.chains) recordLauncher(this.context, found);
    return plan;
  }

  judge(known: KnownServer = server()): Judged {
    const evidence = judgeChains(this.context, [known]).evidence.get(known.entry.id) ?? {};
    const { findings, verdict } = judgeEvidence(evidence, known.entry.id);
    const rules = findings
      .filter(({ severity }) => severity !== "note")
      .map(({ severity, ruleId }) => `${severity} ${ruleId}`);
    return { findings, verdict, rules };
  }
}

/** A configured server; `npx -y tide@1.0.0` where nothing else is said. */
export function server(parts: Partial<ServerEntry> = {}): KnownServer {
  const entry: ServerEntry = {
    id: "claude-desktop/tide",
    client: "claude-desktop",
    clientName: "Claude Desktop",
    scope: "user",
    name: "tide",
    folder: null,
    disabled: false,
    disabledBy: null,
    source: { file: "/config.json", line: 1, column: 1 },
    command: "npx",
    args: ["-y", "tide@1.0.0"],
    env: {},
    envFile: null,
    cwd: null,
    url: null,
    headers: [],
    executes: [],
    problem: null,
    ...parts,
  };
  const launch = resolveLaunch(entry);
  return {
    entry,
    launch,
    npm: null,
    pypi: null,
    subject: null,
    program: localProgramOf(entry, launch, "/home/nobody"),
  };
}
