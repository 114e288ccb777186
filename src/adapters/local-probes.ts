import { existsSync, statSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";

import type { EngineAnswer, EngineQuery, LocalProbes } from "../ports/local-probes.ts";

/** A service of this machine answers at once, or not at all. */
const TIME_LIMIT_MS = 1_500;

/** An image as engines name it: nothing else becomes a part of an address. */
const IMAGE = /^\w[\w.-]*(?::\d+)?(?:\/\w[\w.-]*)*(?::\w[\w.-]*)?(?:@sha\d+:[\da-f]+)?$/;

const MAX_ANSWER = 1024 * 1024;

export const localProbes: LocalProbes = { isListening, engine };

/** Only addresses of this machine are tried, whatever is asked for. */
function isListening(host: string, port: number): Promise<boolean | null> {
  if (!/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host) || port < 1 || port > 65_535)
    return Promise.resolve(null);
  return new Promise((resolve) => {
    // `localhost` is both families, as clients try them.
    const socket = connect({ host, port, autoSelectFamily: true, timeout: TIME_LIMIT_MS });
    const end = (answer: boolean | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(null));
    socket.once("error", (error) => end(isRefused(error) ? false : null));
  });
}

/** Of both families of addresses the errors come together in one. */
function isRefused(error: Error & { code?: string; errors?: readonly unknown[] }): boolean {
  const all = error.errors ?? [error];
  return all.some((one) => one instanceof Error && "code" in one && one.code === "ECONNREFUSED");
}

async function engine(query: EngineQuery): Promise<EngineAnswer> {
  const sockets = socketsOf(query);
  if (sockets === null) return { isRunning: null, hasImage: null };
  for (const socket of sockets) {
    const ping = await ask(socket, "/_ping");
    if (ping === null) continue;
    const { image: named } = query;
    const image = IMAGE.test(named) ? await ask(socket, `/images/${withTag(named)}/json`) : null;
    return {
      isRunning: true,
      hasImage: image === null ? null : image === 404 ? false : image === 200,
    };
  }
  // podman needs no service: it is one itself.
  return { isRunning: query.engine === "podman" ? null : false, hasImage: null };
}

/** Where the engine's socket can be; null where it is on another machine, which is not asked. */
function socketsOf({ engine: name, env, home }: EngineQuery): readonly string[] | null {
  const told = env[name === "docker" ? "DOCKER_HOST" : "CONTAINER_HOST"];
  if (told !== undefined && told !== "") {
    const [, socket] = /^(?:unix|npipe):\/\/(.+)$/.exec(told) ?? [];
    return socket === undefined ? null : [socket];
  }
  if (process.platform === "win32") return [String.raw`\\.\pipe\docker_engine`];
  const runtime = env["XDG_RUNTIME_DIR"];
  const own =
    runtime === undefined ? [] : [`${runtime}/${name}/${name}.sock`, `${runtime}/${name}.sock`];
  if (name === "podman") return [...own, "/run/podman/podman.sock"].filter(isSocket);
  return [
    "/var/run/docker.sock",
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    `${home}/.colima/default/docker.sock`,
    `${home}/.orbstack/run/docker.sock`,
    `${home}/.rd/docker.sock`,
    ...own,
  ].filter(isSocket);
}

function isSocket(path: string): boolean {
  try {
    return existsSync(path) && statSync(path).isSocket();
  } catch {
    return false;
  }
}

/** Without a tag the engine lists every tag of the name. */
function withTag(image: string): string {
  return /(?::[^/]+|@sha\d+:[0-9a-f]+)$/.test(image) ? image : `${image}:latest`;
}

/** The status of an answer; null where there is none. */
function ask(socketPath: string, path: string): Promise<number | null> {
  return new Promise((resolve) => {
    // A byte now and then is no answer either.
    const signal = AbortSignal.timeout(TIME_LIMIT_MS * 2);
    const asked = request(
      { socketPath, path, timeout: TIME_LIMIT_MS, signal, headers: { host: "localhost" } },
      (response) => {
        let length = 0;
        response.on("data", (part: Buffer) => {
          length += part.length;
          if (length > MAX_ANSWER) response.destroy();
        });
        response.on("close", () => resolve(response.statusCode ?? null));
        response.on("error", () => resolve(null));
      },
    );
    asked.once("timeout", () => asked.destroy());
    asked.once("error", () => resolve(null));
    asked.end();
  });
}
