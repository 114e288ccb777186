import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a socket's address has room for on Linux (108) and macOS (104), with the end. */
const MAX_PATH = 100;

/**
 * Where the agent of a state folder answers: in that folder, where its path is short enough for a
 * socket; a named pipe on Windows.
 */
export function socketPath(agentFolder: string): string {
  const digest = createHash("sha256").update(agentFolder).digest("hex").slice(0, 16);
  if (process.platform === "win32") return String.raw`\\.\pipe\pinfold-${digest}`;
  const path = join(agentFolder, "agent.sock");
  if (Buffer.byteLength(path) <= MAX_PATH) return path;
  return join(tmpdir(), `pinfold-${process.getuid?.() ?? 0}-${digest}`, "agent.sock");
}
