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
    options: [...SCOPE, "exit-code"],
    needsThread: true,
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
    options: [...SCOPE, "yes", "check", "online", "allow-scripts"],
    help: {
      lockfiles: "lock into DIR; --check judges the pins in DIR",
      check: "judge the lockfiles themselves; nothing needs to be installed",
      online: "with --check: fetch the locked archives again and compare them",
    },
    load: () => import("./lock.ts"),
  },
  {
    name: "verify",
    usage: "verify [SERVER…]",
    summary: "compare this machine with the pins; --online also asks what the next start would run",
    options: [...SCOPE, "online"],
    needsThread: true,
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
    name: "doctor",
    usage: "doctor [SERVER…]",
    summary: "why a server will not start, and what a configuration should not say",
    options: ["format", "json", "client", "config", "client-path", "project", "fix", "yes"],
    help: { yes: "with --fix: mend without a question" },
    exitCodes: `exit codes: 0 nothing found · 1 something will not start, leaks a secret or is given too much
2 wrong use · 3 something could not be judged, or nothing is configured · 4 pinfold failed`,
    load: () => import("./doctor.ts"),
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
