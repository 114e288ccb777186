#!/usr/bin/env node
// The composition root: argv to command, adapters to ports, errors to exit codes. Whatever a
// command needs is imported when it runs, so that --help does not pay for it.
import { readFileSync } from "node:fs";

import type { CommandContext, Io } from "./commands/define.ts";
import { findCommand } from "./commands/index.ts";
import { PinfoldError } from "./errors.ts";
import { printable } from "./model/text.ts";
import { EXIT } from "./model/verdict.ts";

const argv = process.argv.slice(2);
const [word] = argv;

try {
  await end(await main());
} catch (thrown) {
  await end(failed(thrown));
}

async function main(): Promise<number> {
  const old = tooOld(process.versions.node);
  if (old !== null) throw old;
  if (word === "--help" || word === "-h" || word === "help") {
    const { helpText } = await import("./commands/help.ts");
    return say(helpText());
  }
  if (word === "--version") return say(`pinfold ${version()}\n`);
  const isBare = word === undefined || word.startsWith("-");
  const found = findCommand(isBare ? ["status"] : argv);
  if (found === null) throw await notACommand(word ?? "");
  const { command, words } = found;
  const args = isBare ? argv : argv.slice(words);
  if (asksForHelp(args)) {
    const { commandHelp } = await import("./commands/help.ts");
    return say(commandHelp(command));
  }
  if (command.isLean === true) {
    const { runLean } = await import("./cli-run.ts");
    return runLean(command, args, version());
  }
  const { parseOptions } = await import("./commands/options.ts");
  const options = parseOptions(command, args, process.cwd());
  if (command.needsThread === true) {
    const { secondThread } = await import("./adapters/tree-reader/second-thread.ts");
    secondThread.start();
  }
  const { agentFolder, buildWorld, buildLockWorld, clientEnvironment, ownProgram, doctorPorts } =
    await import("./adapters/build-world.ts");
  const { CLIENTS } = await import("./clients/index.ts");
  const world = buildWorld(version(), command.name, CLIENTS);
  const io = await terminal();
  const lockWorld = () => buildLockWorld(world);
  const context: CommandContext = {
    io,
    world,
    clients: () => Promise.resolve(CLIENTS),
    starting: notLean,
    lockWorld,
    clientEnvironment,
    revisions: async () => (await import("./adapters/git.ts")).gitRevisions,
    ownProgram,
    agentHost: async () => (await agentAdapters()).nodeAgentHost(agentFolder(world)),
    askAgent: async (request) => (await agentAdapters()).askAgent(agentFolder(world), request),
    serviceManager: async () => (await agentAdapters()).serviceManager(world.machine),
    doctorPorts,
    options,
  };
  const { checkProjects } = await import("./commands/check-projects.ts");
  checkProjects(world.disk, options.scope.projects);
  const { run } = await command.load();
  return run(context);
}

function agentAdapters() {
  return import("./adapters/agent/index.ts");
}

function notLean(): never {
  throw new Error("this command does not become another program");
}

/** Behind `--` stand the arguments of a server, which may be a call for its own help. */
function asksForHelp(args: readonly string[]): boolean {
  const terminator = args.indexOf("--");
  const own = terminator === -1 ? args : args.slice(0, terminator);
  return own.includes("--help") || own.includes("-h");
}

async function notACommand(name: string): Promise<PinfoldError> {
  const { groupHint } = await import("./commands/help.ts");
  const group = groupHint(name);
  return group === null
    ? new PinfoldError(
        "usage",
        `there is no command ${JSON.stringify(name)}`,
        "pinfold --help lists the commands",
      )
    : new PinfoldError("usage", `pinfold ${name} is half a command`, group);
}

async function terminal(): Promise<Io> {
  const { nodeTerminal } = await import("./adapters/terminal.ts");
  return nodeTerminal;
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.clean;
}

function failed(thrown: unknown): number {
  if (thrown instanceof PinfoldError) {
    process.stderr.write(`pinfold: ${printable(thrown.message, 1000)}\n`);
    process.stderr.write(`pinfold: hint: ${printable(thrown.hint, 1000)}\n`);
    return thrown.code === "usage" || thrown.code === "refused" ? EXIT.usage : EXIT.failed;
  }
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  // What others wrote can stand in it.
  const lines = message.split("\n").map((line) => printable(line, 1000));
  process.stderr.write(`pinfold: this is a defect of pinfold: ${lines.join("\n")}\n`);
  process.stderr.write("pinfold: hint: please report it with the lines above\n");
  return EXIT.failed;
}

/** Waits until what was printed has left, then ends: nothing that still runs keeps us alive. */
async function end(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => {
      stream.once("error", () => resolve());
      stream.write("", () => resolve());
    });
  }
  process.exit(code);
}

function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const json: unknown = JSON.parse(text);
  const found = typeof json === "object" && json !== null && "version" in json ? json.version : "";
  return String(found);
}

/** Our libraries ask for these Nodes; older ones load them with a warning and fail later. */
function tooOld(running: string): PinfoldError | null {
  const [major = 0, minor = 0, patch = 0] = running.split(".").map(Number);
  const supported =
    major >= 26 ||
    (major === 24 && minor >= 15) ||
    (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));
  return supported
    ? null
    : new PinfoldError(
        "usage",
        `Node ${running} is not supported`,
        "run pinfold with Node 22.22.2 or newer, 24.15 or newer, or 26",
      );
}
