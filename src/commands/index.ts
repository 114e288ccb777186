import type { Command } from "./define.ts";
import type { OptionName } from "./option-table.ts";

const SCOPE: readonly OptionName[] = [
  "format",
  "json",
  "lockfiles",
  "client",
  "config",
  "client-path",
  "project",
];

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "status",
    usage: "status [SERVER…]",
    summary: "one line a server, then what needs attention (also without a command)",
    options: [...SCOPE, "now", "exit-code"],
    needsThread: true,
    hasSarif: true,
    load: () => import("./status.ts"),
  },
  {
    name: "list",
    usage: "list [SERVER…]",
    summary: "every configured server and how its command line was understood",
    options: ["format", "json", "client", "config", "project"],
    load: () => import("./list.ts"),
  },
  {
    name: "lock",
    usage: "lock [SERVER…]",
    summary: "show what would be trusted, ask, and pin what has no pin; --check judges lockfiles",
    options: [...SCOPE, "yes", "check", "base", "online", "source", "allow-scripts"],
    help: {
      lockfiles: "lock into DIR; --check judges the pins in DIR",
      check: "judge the lockfiles themselves; nothing needs to be installed",
      online: "with --check: fetch the locked archives again and compare them",
      source: "with --base and --online: show the changed lines too",
    },
    hasSarif: true,
    load: () => import("./lock.ts"),
  },
  {
    name: "verify",
    usage: "verify [SERVER…]",
    summary: "compare this machine with the pins; --online also asks what the next start would run",
    options: [...SCOPE, "online"],
    needsThread: true,
    hasSarif: true,
    load: () => import("./verify.ts"),
  },
  {
    name: "update",
    usage: "update [SERVER…]",
    summary: "show what a newer version changes, the riskiest first, ask, and move the pin",
    options: [...SCOPE, "yes", "check", "only", "source", "allow-scripts"],
    help: {
      lockfiles: "move the pins in DIR",
      check: "only show what would move: 1 if something would",
    },
    load: () => import("./update.ts"),
  },
  {
    name: "sync",
    usage: "sync [DIR] [SERVER…]",
    summary: "adopt a team's pins (shows the difference, asks), then bring this machine to them",
    options: ["format", "json", "client", "client-path", "project", "yes"],
    exitCodes:
      "exit codes: 0 done · 2 wrong use · 3 something could not be brought to its pin · 4 failed",
    load: () => import("./sync.ts"),
  },
  {
    name: "run",
    usage: "run SERVER [-- ARGS…]",
    summary: "start a server from a private, verified copy of the locked tree, or refuse",
    options: ["bin"],
    takesRest: true,
    exitCodes:
      "exit codes: the server's own once it runs · 1 refused · 2 wrong use · 4 pinfold failed",
    isLean: true,
    load: () => import("./run.ts"),
  },
  {
    name: "store list",
    usage: "store list",
    summary: "the private copies that run starts from",
    options: ["format", "json"],
    load: () => import("./store-list.ts"),
  },
  {
    name: "store verify",
    usage: "store verify [SUBJECT…]",
    summary: "read every file of the private copies",
    options: ["format", "json"],
    exitCodes:
      "exit codes: 0 all as pinned · 1 one is not · 2 wrong use · 3 there is none · 4 failed",
    load: () => import("./store-verify.ts"),
  },
  {
    name: "store prune",
    usage: "store prune",
    summary: "remove private copies that no pin stands for any more",
    options: ["format", "json", "yes"],
    exitCodes: "exit codes: 0 done · 2 wrong use · 3 nothing was removed · 4 failed",
    load: () => import("./store-prune.ts"),
  },
  {
    name: "accept",
    usage: "accept SERVER|LAUNCHER",
    summary: "accept one change of this machine, with the observed digest shown",
    options: [...SCOPE, "capture-path", "yes", "digest", "reason", "until"],
    help: {
      yes: "accept what is no error without a question",
      digest: "what was looked at: with --yes, an error is accepted by it alone",
    },
    load: () => import("./accept.ts"),
  },
  {
    name: "harden",
    usage: "harden [SERVER…]",
    summary: "have clients start pinned servers from their private copies; --undo",
    options: ["format", "json", "client", "client-path", "project", "pin-only", "undo", "yes"],
    exitCodes:
      "exit codes: 0 done · 2 wrong use · 3 some server could not be hardened · 4 pinfold failed",
    load: () => import("./harden.ts"),
  },
  {
    name: "doctor",
    usage: "doctor [SERVER…]",
    summary: "why a server will not start, and what a configuration should not say",
    options: [
      "format",
      "json",
      "client",
      "config",
      "client-path",
      "project",
      "fix",
      "handshake",
      "timeout",
      "yes",
    ],
    help: { yes: "with --fix or --handshake: do it without a question" },
    exitCodes: `exit codes: 0 nothing found · 1 something will not start, leaks a secret or is given too much
2 wrong use · 3 something could not be judged, or nothing is configured · 4 pinfold failed`,
    load: () => import("./doctor.ts"),
  },
  {
    name: "watch",
    usage: "watch",
    summary: "the agent in the foreground: verify on every change and by schedule, and notify",
    options: ["schedule", "update-schedule"],
    load: () => import("./watch.ts"),
  },
  {
    name: "snooze",
    usage: "snooze SERVER DURATION",
    summary: "no notifications of a server for 30m, 8h, 3d; verdict and exit code stay",
    options: ["format", "json"],
    load: () => import("./snooze.ts"),
  },
  {
    name: "agent install",
    usage: "agent install",
    summary: "have the agent start with every session, from private copies (systemd, launchd)",
    options: ["format", "json", "yes"],
    help: { yes: "install without a question" },
    exitCodes: `exit codes: 0 installed, and running where a session's service manager answers · 2 wrong use, root, or an
environment that loads code · 4 it could not be installed or does not start`,
    load: () => import("./agent-install.ts"),
  },
  {
    name: "agent uninstall",
    usage: "agent uninstall",
    summary: "end the agent and remove all that is its own; pins and log stay",
    options: ["format", "json", "yes"],
    exitCodes: "exit codes: 0 removed, or not there · 2 wrong use · 4 pinfold failed",
    load: () => import("./agent-uninstall.ts"),
  },
  {
    name: "agent status",
    usage: "agent status",
    summary: "whether the agent runs, is what was installed, and reaches you",
    options: ["format", "json"],
    exitCodes: `exit codes: 0 it runs and watches · 1 its program is not what was installed · 2 wrong use
3 it does not run, is not installed, or is degraded · 4 pinfold failed`,
    load: () => import("./agent-status.ts"),
  },
  {
    name: "agent restart",
    usage: "agent restart",
    summary: "end the agent and start it again",
    options: [],
    exitCodes: "exit codes: 0 started · 2 wrong use, not installed · 4 it does not start",
    load: () => import("./agent-restart.ts"),
  },
  {
    name: "agent logs",
    usage: "agent logs",
    summary: "what the agent's process printed; what it found is in pinfold log",
    options: ["lines"],
    exitCodes: "exit codes: 0 shown · 2 wrong use · 4 there is no such log",
    load: () => import("./agent-logs.ts"),
  },
  {
    name: "agent look",
    usage: "agent look",
    summary: "one look at the machine, for the agent",
    options: ["online", "unless"],
    isHidden: true,
    load: () => import("./agent-look.ts"),
  },
  {
    name: "log",
    usage: "log [SERVER…]",
    summary: "what pinfold noticed and did on this machine; --verify follows the log's chain",
    options: ["format", "json", "event", "since", "limit", "verify", "head"],
    exitCodes: `exit codes: 0 done, the chain is whole · 1 with --verify: broken, cut off, or state that is not what it says
2 wrong use · 3 with --verify: there was nothing to check · 4 pinfold failed`,
    load: () => import("./log.ts"),
  },
  {
    name: "explain",
    usage: "explain RULE",
    summary: "what a finding means, why it matters, what to do",
    options: ["format", "json"],
    load: () => import("./explain.ts"),
  },
  {
    name: "trust status",
    usage: "trust status",
    summary: "age and digest of the keys and authorities that evidence is verified with",
    options: ["format", "json"],
    exitCodes: "exit codes: 0 shown · 2 wrong use · 4 pinfold failed",
    load: () => import("./trust-status.ts"),
  },
  {
    name: "trust refresh",
    usage: "trust refresh",
    summary: "fetch newer ones from Sigstore: signed, whole, and never older",
    options: ["format", "json", "from"],
    exitCodes:
      "exit codes: 0 newer ones are in use, or there are none · 2 wrong use · 4 refused or not to be had: nothing was changed",
    load: () => import("./trust-refresh.ts"),
  },
  {
    name: "attestation verify",
    usage: "attestation verify --bundle FILE (ARTIFACT | --subject PURL --digest ALG:HEX)",
    summary: "one attestation, offline: who signed what, from which source, logged when",
    options: [
      "format",
      "json",
      "bundle",
      "subject",
      "digest",
      "trusted-root",
      "key",
      "identity",
      "issuer",
    ],
    exitCodes:
      "exit codes: 0 verified · 1 rejected, with the reason · 2 wrong use · 4 pinfold failed",
    isHidden: true,
    load: () => import("./attestation-verify.ts"),
  },
];

/** The command that a command line names, by two words or by one, and how many they are. */
export function findCommand(
  args: readonly string[],
): { readonly command: Command; readonly words: number } | null {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const command = COMMANDS.find((one) => one.name === name);
    if (command !== undefined) return { command, words };
  }
  return null;
}
