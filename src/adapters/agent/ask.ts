import { createConnection } from "node:net";

import type { AgentRequest } from "../../ports/agent.ts";
import { socketPath } from "./socket-path.ts";

const CONNECT_MS = 2_000;
/** A look may be under way. */
const ANSWER_MS = 60_000;
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
 */
export function askAgent(agentFolder: string, request: AgentRequest): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath(agentFolder));
    let text = "";
    const end = (answer: unknown): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ANSWER_MS, () => end(null));
    socket.once("error", () => end(null));
    socket.once("connect", () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.length > MAX_ANSWER) end(null);
    });
    socket.once("end", () => end(answerOf(text)));
  });
}

function answerOf(text: string): unknown {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null && "answer" in said ? said.answer : null;
  } catch {
    return null;
  }
}
