import { chmodSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";

import * as v from "valibot";

import { messageOf, PinfoldError, systemCodeOf } from "../../errors.ts";
import type { AgentDoor, AgentRequest } from "../../ports/agent.ts";
import { withFileLock } from "../file-lock.ts";
import { isAnswered } from "./ask.ts";
import { socketPath } from "./socket-path.ts";

const MAX_REQUEST = 4096;
const IDLE_MS = 60_000;
const TRIES = 5;

const Request = v.variant("op", [
  v.object({ op: v.literal("status") }),
  v.object({ op: v.literal("look"), isOnline: v.boolean() }),
  v.object({ op: v.literal("snoozed") }),
  v.object({ op: v.literal("test") }),
]);

type Answer = (request: AgentRequest) => Promise<unknown>;

/**
 * A socket that only this user can reach: the interface of commands, and what makes the agent the only
 * one. One that nobody answers at was left over and is replaced.
 */
export function agentDoor(agentFolder: string): AgentDoor {
  const path = socketPath(agentFolder);
  return async (answer) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.once("close", () => sockets.delete(socket)));
      serve(socket, answer);
    });
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    if (process.platform === "win32") {
      if (await isAnswered(path)) return null;
      await listen(server, path);
      return { isOurs: () => Promise.resolve(true), close };
    }
    ownFolder(dirname(path));
    // Made beside and then put into place: only one that is listened at is ever there.
    const beside = `${path}.${process.pid}`;
    rmSync(beside, { force: true });
    await listen(server, beside);
    chmodSync(beside, 0o600);
    const made = inodeOf(beside);
    const isPlaced = await place(beside, path);
    if (!isPlaced) {
      await close();
      return null;
    }
    return {
      isOurs: () => Promise.resolve(inodeOf(path) === made),
      async close() {
        if (inodeOf(path) === made) rmSync(path, { force: true });
        await close();
      },
    };
  };
}

/** Answers false where another agent answers at the place. */
async function place(beside: string, path: string): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = inodeOf(path);
    if (before !== null && (await isAnswered(path))) return false;
    const isDone = withFileLock(`${path}.lock`, () => {
      // Of two that start at once, the second one finds what the first has just put there.
      if (inodeOf(path) !== before) return false;
      if (before !== null) unlinkSync(path);
      put(beside, path);
      return true;
    });
    if (isDone) return true;
  }
  return false;
}

function put(beside: string, path: string): void {
  try {
    linkSync(beside, path);
    unlinkSync(beside);
  } catch (thrown) {
    // Where sockets cannot have a second name.
    if (systemCodeOf(thrown) === "EEXIST") throw thrown;
    renameSync(beside, path);
  }
}

/** A folder of this user that nobody else can enter: in a shared one it may be somebody else's. */
function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.())
    throw new PinfoldError("refused", `${folder} is not this user's own`, "look at who made it");
  if ((stats.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

function inodeOf(path: string): number | null {
  return lstatSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new PinfoldError(
          "input",
          `the agent cannot listen at ${path}: ${error.message}`,
          "check the folder's permissions and the free space of its disk",
        ),
      ),
    );
    server.listen(path, () => resolve());
  });
}

/** One line in, one line out. */
function serve(socket: Socket, answer: Answer): void {
  let text = "";
  let isAsked = false;
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    if (text.length > MAX_REQUEST) socket.destroy();
    if (isAsked || !text.includes("\n")) return;
    isAsked = true;
    void respond(text, answer).then((said) => socket.end(`${JSON.stringify(said)}\n`));
  });
}

async function respond(line: string, answer: Answer): Promise<unknown> {
  try {
    const request = v.safeParse(Request, JSON.parse(line));
    return request.success
      ? { answer: await answer(request.output) }
      : { error: "this agent does not know that request" };
  } catch (thrown) {
    return { error: messageOf(thrown) };
  }
}
