import { CLIENTS } from "../../src/clients/index.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Speaker } from "../../src/doctor/handshake/speak.ts";
import type { DoctorPorts } from "../../src/doctor/world.ts";
import type { Diagnosed, DoctorReport } from "../../src/model/diagnosis.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Machine } from "../../src/ports/machine.ts";
import type { EngineAnswer } from "../../src/ports/local-probes.ts";
import type { Probe, ProbeTarget } from "../../src/ports/mcp-prober.ts";
import type { Scope } from "../../src/verify/world.ts";
import { NO_ANSWERS } from "./doctor-ports.ts";
import { MemoryDisk } from "./memory-disk.ts";

const HOMES: Record<Platform, string> = {
  linux: "/home/ada",
  darwin: "/Users/ada",
  win32: "C:\\Users\\ada",
};

/** Ada's machine in memory, for `doctor`: what a test puts there, and nothing else. */
export class DoctorHome {
  readonly disk = new MemoryDisk();
  readonly home: string;
  readonly machine: Machine;
  /** Ports on which something listens; others refuse. */
  readonly listening = new Set<number>();
  engine: EngineAnswer = { isRunning: null, hasImage: null };
  captured: Readonly<Record<string, string>> = {};
  /** Whether the question before a handshake is answered with yes. */
  agrees = true;
  #answer: ((target: ProbeTarget) => Probe) | null = null;

  constructor(platform: Platform = "linux", env: Readonly<Record<string, string>> = {}) {
    this.home = HOMES[platform];
    const path = platform === "win32" ? "C:\\Windows\\System32" : "/usr/bin:/bin";
    const now = new Date("2026-11-22T20:00:00Z");
    const own = { HOME: this.home, PATH: path, ...env };
    this.machine = { platform, arch: "x64", home: this.home, cwd: this.home, env: own, now };
    this.disk.folder(this.home);
  }

  /** A file of the home folder, `~/…`, or of the machine. */
  has(path: string, content: string | Uint8Array = "", mode = 0o644): this {
    this.disk.file(path.replace(/^~/, this.home), content, { mode });
    return this;
  }

  /** Programs, each with its first line where it is a script. */
  hasPrograms(programs: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(programs)) this.has(path, text, 0o755);
    return this;
  }

  /** Node and npm as Debian's packages install them. */
  hasNode(prefix = "/usr", version = "24.21.0"): this {
    const [major = "", minor = "", patch = ""] = version.split(".");
    const npm = `${prefix}/lib/node_modules/npm`;
    const lines = [["MAJOR", major] as const, ["MINOR", minor] as const, ["PATCH", patch] as const];
    const header = lines.map(([part, n]) => `#define NODE_${part}_VERSION ${n}\n`).join("");
    this.has(`${prefix}/include/node/node_version.h`, header);
    this.has(`${npm}/package.json`, '{"name":"npm","version":"11.19.1"}');
    this.hasPrograms({
      [`${prefix}/bin/node`]: "\u007fELF",
      [`${npm}/bin/npx-cli.js`]: "#!/usr/bin/env node\n",
      "/usr/bin/env": "\u007fELF",
      "/bin/sh": "\u007fELF",
    });
    const at = (path: string): string => path.replace(/^~/, this.home);
    this.disk.link(at(`${prefix}/bin/npx`), "../lib/node_modules/npm/bin/npx-cli.js");
    return this;
  }

  /** Entries of one client, in the file that it reads first. */
  configures(entries: Readonly<Record<string, object>>, client = "claude-desktop"): this {
    return this.has(FILES[client] ?? "", JSON.stringify({ mcpServers: entries }, null, 2));
  }

  /** `--handshake`, with a server that does this. */
  answers(answer: (target: ProbeTarget) => Probe): this {
    this.#answer = answer;
    return this;
  }

  get #speaker(): Speaker | null {
    const answer = this.#answer;
    if (answer === null) return null;
    return {
      prober: { probe: (target) => Promise.resolve(answer(target)) },
      limitMs: 5_000,
      pinned: () => null,
      choose: (planned) =>
        Promise.resolve(new Set(this.agrees ? planned.map(({ server }) => server) : [])),
      onProgress: () => undefined,
    };
  }

  get ports(): DoctorPorts {
    return {
      ...NO_ANSWERS,
      probes: {
        isListening: (_host, port) => Promise.resolve(this.listening.has(port)),
        engine: () => Promise.resolve(this.engine),
      },
    };
  }

  examines(scope: Partial<Scope> = {}): Promise<DoctorReport> {
    const nothing = { lockfiles: null, client: null, clientPath: null };
    const whole = { servers: [], configs: new Map(), projects: [], ...nothing, ...scope };
    const { disk, machine } = this;
    const npxCache = `${this.home}/.npm/_npx`;
    const settings = {
      npxCache,
      cache: `${this.home}/.npm/_cacache`,
      localPrefix: this.home,
      globalPrefix: "/usr",
      layers: [],
      flat: {},
    };
    const capturedPath = (client: string): string | null => this.captured[client] ?? null;
    const npmSettings = { read: () => Promise.resolve(settings) };
    const world = { disk, machine, clients: CLIENTS, version: "0.0.0-test", npmSettings };
    return examine({ ...world, ...this.ports, capturedPath }, whole, this.#speaker);
  }
}

const FILES: Readonly<Record<string, string>> = {
  "claude-desktop": "~/.config/Claude/claude_desktop_config.json",
  "claude-desktop of macOS": "~/Library/Application Support/Claude/claude_desktop_config.json",
  "claude-code": "~/.claude.json",
  cursor: "~/.cursor/mcp.json",
  windsurf: "~/.codeium/windsurf/mcp_config.json",
};

/** `error[missing-comma] 4:5 a comma is missing before "b"` */
export function briefly({ severity, ruleId, location, message }: Diagnosed): string {
  const { line, column } = location ?? {};
  const at = line === undefined ? "" : ` ${line}:${column ?? 0}`;
  return `${severity}[${ruleId}]${at} ${message}`;
}
