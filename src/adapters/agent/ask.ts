import { lstatSync } from "node:fs";
import { createConnection } from "node:net";
import { dirname } from "node:path";

import type { AgentRequest } from "../../ports/agent.ts";
import { socketPath } from "./socket-path.ts";

const CONNECT_MS = 2_000;
/** The agent answers within ten seconds, whatever it does; a look that is asked for takes what it takes. */
const ANSWER_MS = 15_000;
const LOOK_MS = 60_000;
const MAX_ANSWER = 64 * 1024 * 1024;

/** Whether somebody listens at a socket. */
export function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(CONNECT_MS, () => end(true));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

/**
 * Asks the agent of a state folder. Null where none answers, or none that understands the question; its
 * answer is this user's own program's, and still not to be printed raw.
 *
 * @param owner the user whose agent it is
 */
export function askAgent(
  agentFolder: string,
  request: AgentRequest,
  owner = process.getuid?.(),
): Promise<unknown> {
  const path = socketPath(agentFolder);
  if (!isFolderOf(owner, dirname(path))) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = createConnection(path);
    let text = "";
    const end = (answer: unknown): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(request.op === "look" ? LOOK_MS : ANSWER_MS, () => end(null));
    socket.once("error", () => end(null));
    socket.once("connect", () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.length > MAX_ANSWER) end(null);
    });
    socket.once("end", () => end(answerOf(text)));
  });
}

/** In a folder that others share, somebody else may have made the place first, to say that all is well. */
function isFolderOf(owner: number | undefined, folder: string): boolean {
  if (process.platform === "win32") return true;
  try {
    const stats = lstatSync(folder);
    return stats.isDirectory() && stats.uid === owner && (stats.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function answerOf(text: string): unknown {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null && "answer" in said ? said.answer : null;
  } catch {
    return null;
  }
}
