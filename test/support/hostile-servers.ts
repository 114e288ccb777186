import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LocalTarget } from "../../src/ports/mcp-prober.ts";

/** A server that speaks the protocol: `tools` of them, after what `before` does. */
const SPEAKS = `
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
let buffer = "";
process.stdin.on("data", (part) => {
  buffer += part;
  for (let end = buffer.indexOf("\\n"); end >= 0; end = buffer.indexOf("\\n")) {
    const line = buffer.slice(0, end);
    buffer = buffer.slice(end + 1);
    const { id, method, params } = JSON.parse(line);
    if (method === "initialize")
      say({ jsonrpc: "2.0", id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {}, logging: {} }, serverInfo: { name: "gull", version: "1.2.3" } } });
    else if (method === "tools/list")
      say({ jsonrpc: "2.0", id, result: { tools: [{ name: "dive", inputSchema: { type: "object" } }, { name: "rise", inputSchema: { type: "object" } }] } });
  }
});
process.stdin.on("end", () => process.exit(0));
`;

/** Scripts of servers that do what no server should; each notes the numbers of its processes. */
export const SERVERS = {
  good: SPEAKS,
  chatty: `console.log("gull is starting…"); console.log("port 8080");${SPEAKS}`,
  dies: `console.error("Error: GULL_TOKEN is required"); process.exit(3);`,
  "dies by a signal": `process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);`,
  hangs: `setInterval(() => {}, 1000);`,
  garbage: `setInterval(() => process.stdout.write("\\u0000\\u001b[2J<html>not json</html>\\n"), 20);`,
  "floods lines": `const line = "x".repeat(1000) + "\\n"; const go = () => { while (process.stdout.write(line)); process.stdout.once("drain", go); }; go();`,
  "floods without an end of line": `const part = "x".repeat(65536); const go = () => { while (process.stdout.write(part)); process.stdout.once("drain", go); }; go();`,
  "floods standard error": `setInterval(() => process.stderr.write("x".repeat(100000)), 1);${SPEAKS}`,
  "ignores SIGTERM": `process.on("SIGTERM", () => {}); process.stdin.on("end", () => {}); setInterval(() => {}, 1000);`,
  "answers and then stays": `${SPEAKS.replace("process.exit(0)", "void 0")} process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`,
  forks: `
const { spawn } = require("node:child_process");
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
note(child.pid);${SPEAKS}`,
  "forks and hangs": `
const { spawn } = require("node:child_process");
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true });
note(child.pid); setInterval(() => {}, 1000);`,
  "leaves a process in a session of its own": `
const { spawn } = require("node:child_process");
const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true });
child.unref(); note(child.pid);${SPEAKS}`,
  "leaves one that forgets its variables": `
const { spawn } = require("node:child_process");
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true, env: {} });
child.unref(); note(child.pid); setTimeout(() => {}, 400);${SPEAKS}`,
  "holds the streams open": `
const { spawn } = require("node:child_process");
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit", detached: true });
child.unref(); note(child.pid); process.exit(1);`,
  "answers with an error": `
process.stdin.on("data", (part) => { const { id } = JSON.parse(String(part).split("\\n")[0]); process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32000, message: "not today" } }) + "\\n"); });
process.stdin.on("end", () => process.exit(0));`,
  "answers another question": `
process.stdin.on("data", () => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id: 4711, result: {} }) + "\\n"));
process.stdin.on("end", () => process.exit(0));`,
  "answers out of shape": `
process.stdin.on("data", (part) => { const { id } = JSON.parse(String(part).split("\\n")[0]); process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result: { hello: "world" } }) + "\\n"); });
process.stdin.on("end", () => process.exit(0));`,
} as const;

export type ServerKind = keyof typeof SERVERS;

/** A folder with a server's script, and the processes that it noted. */
export class ServerFolder implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "pinfold-server-"));

  target(kind: ServerKind): LocalTarget {
    const notes = join(this.folder, "pids");
    const script = join(this.folder, "server.cjs");
    writeFileSync(notes, "");
    const note = `const note = (pid) => require("node:fs").appendFileSync(${JSON.stringify(notes)}, pid + "\\n"); note(process.pid);`;
    writeFileSync(script, `${note}\n${SERVERS[kind]}`);
    return { kind: "local", command: process.execPath, args: [script], env: {}, cwd: this.folder };
  }

  /** Those of its processes that still run. */
  running(): readonly number[] {
    const pids = readFileSync(join(this.folder, "pids"), "utf8").split("\n").filter(Boolean);
    return pids.map(Number).filter(isRunning);
  }

  [Symbol.dispose](): void {
    for (const pid of this.running()) process.kill(pid, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A zombie has ended; only its parent has not asked yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== "linux") return true;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}
