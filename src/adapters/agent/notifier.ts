import { execFile } from "node:child_process";

import { PinfoldError } from "../../errors.ts";
import type { Notice, Urgency } from "../../model/agent.ts";
import { printable } from "../../model/text.ts";
import type { Notifier } from "../../ports/agent.ts";
import { systemProgram } from "./system-program.ts";

const TIME_LIMIT_MS = 5_000;
const MAX_TEXT = 400;

/** Facts of the session that lead to its desktop; nothing else is passed on. */
const SESSION = [
  "DBUS_SESSION_BUS_ADDRESS",
  "XDG_RUNTIME_DIR",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "HOME",
  "LANG",
] as const;

const NOTIFY_SEND = ["/usr/bin/notify-send", "/run/current-system/sw/bin/notify-send"];
const OSASCRIPT = ["/usr/bin/osascript"];

/**
 * Notifications by the system's own programs, by their absolute paths and without a shell.
 * node-notifier would go through a shell and PATH on Linux, and start a program without a signature on
 * macOS; on Windows it has the only way there is, and is used.
 */
export const desktopNotifier: Notifier = (notice) => {
  switch (process.platform) {
    case "linux":
      return run("notify-send", NOTIFY_SEND, linuxArguments(notice));
    case "darwin":
      return run("osascript", OSASCRIPT, macArguments(notice));
    case "win32":
      return toast(notice);
    default:
      return Promise.reject(new Error(`${process.platform} has no notifications`));
  }
};

/** @throws where the notification server says no, or does not answer in time */
function run(name: string, candidates: readonly string[], args: readonly string[]): Promise<void> {
  const program = systemProgram(candidates);
  if (program === null)
    return Promise.reject(
      new PinfoldError(
        "input",
        `there is no ${name} that only the administrator can replace (${candidates[0] ?? ""})`,
        "on Debian and Ubuntu: apt install libnotify-bin",
      ),
    );
  const env = Object.fromEntries(SESSION.map((key) => [key, process.env[key]]));
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      {
        env: { ...env, PATH: "/usr/bin:/bin" },
        cwd: "/",
        timeout: TIME_LIMIT_MS,
        killSignal: "SIGKILL",
        maxBuffer: 64 * 1024,
      },
      (error, _stdout, stderr) => {
        if (error === null) resolve();
        else {
          const [line = ""] = stderr.trim().split("\n");
          reject(new Error(printable(line === "" ? error.message : line, 300)));
        }
      },
    );
  });
}

const EXPIRES: Readonly<Record<Urgency, number>> = { critical: 0, normal: 20_000, low: 8_000 };

/** The body of a notification is markup by the specification: nothing of it may be in a name. */
export function linuxArguments({ urgency, title, body }: Notice): readonly string[] {
  return [
    "--app-name=pinfold",
    `--urgency=${urgency}`,
    `--expire-time=${EXPIRES[urgency]}`,
    "--icon=security-high",
    "--",
    clean(title),
    lines(body).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  ];
}

/** The texts are arguments of the script, never part of it. */
export function macArguments({ urgency, title, body }: Notice): readonly string[] {
  const sound = urgency === "critical" ? ' sound name "Basso"' : "";
  return [
    "-e",
    "on run argv",
    "-e",
    `display notification (item 2 of argv) with title (item 1 of argv)${sound}`,
    "-e",
    "end run",
    "--",
    clean(title),
    lines(body),
  ];
}

async function toast({ title, body }: Notice): Promise<void> {
  const { WindowsToaster } = (await import("node-notifier")).default;
  await new Promise<void>((resolve, reject) => {
    new WindowsToaster({ withFallback: false }).notify(
      { title: clean(title), message: lines(body), appID: "pinfold" },
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
}

function clean(text: string): string {
  return printable(text, MAX_TEXT);
}

function lines(body: string): string {
  return body
    .split("\n")
    .map((line) => clean(line))
    .join("\n");
}
