/** One option of the command line; some commands take it. */
export interface OptionRow {
  readonly type: "string" | "boolean";
  /** What stands for the value in the help; with a string alone. */
  readonly value?: string;
  readonly help: string;
  /** The help says that it may be given more than once. */
  readonly isRepeatable?: boolean;
}

/** Every option, in the order of the help. A command says which of them it takes. */
export const OPTION_TABLE = {
  format: { type: "string", value: "text|json", help: "how the answer is written" },
  json: { type: "boolean", help: "short for --format json" },
  lockfiles: {
    type: "string",
    value: "DIR",
    help: "judge with exactly the pins in DIR; lock and update write there",
  },
  client: { type: "string", value: "ID", help: "only this client's servers" },
  config: {
    type: "string",
    value: "CLIENT=FILE",
    help: "this file in place of what is found for that client",
    isRepeatable: true,
  },
  "client-path": { type: "string", value: "PATH", help: "the PATH that clients have" },
  project: { type: "string", value: "DIR", help: "also the project in DIR", isRepeatable: true },
  base: {
    type: "string",
    value: "REF|DIR",
    help: "with --check: also show how the lockfiles differ from REF or DIR, the riskiest first",
  },
  online: { type: "boolean", help: "also ask registries what the next start would run" },
  check: { type: "boolean", help: "only show, write nothing" },
  only: { type: "string", value: "PACKAGE", help: "move this package and leave the others" },
  source: { type: "boolean", help: "show the changed lines too" },
  "allow-scripts": {
    type: "string",
    value: "NAME",
    help: "approve the install scripts of a package",
    isRepeatable: true,
  },
  "capture-path": {
    type: "boolean",
    help: "ask the running client, or the login shell, for its PATH",
  },
  bin: { type: "string", value: "NAME", help: "start this program of the package" },
  reason: { type: "string", value: "TEXT", help: "why it is accepted; with --until" },
  until: { type: "string", value: "DAY", help: "the day on which that ends: 2027-01-31" },
  now: { type: "boolean", help: "have the agent look again before it answers" },
  "exit-code": { type: "boolean", help: "answer with the exit code of verify" },
  "pin-only": {
    type: "boolean",
    help: "write exact versions and absolute launcher paths instead",
  },
  undo: { type: "boolean", help: "take back what was written" },
  fix: { type: "boolean", help: "mend what is mechanical: shown first, with a backup" },
  from: { type: "string", value: "URL", help: "a mirror of Sigstore's TUF repository" },
  bundle: { type: "string", value: "FILE", help: "the attestation, or an answer with several" },
  subject: {
    type: "string",
    value: "PURL",
    help: "the package that it must be about, with --digest",
  },
  digest: { type: "string", value: "ALG:HEX", help: "its digest: sha256 or sha512 in hex" },
  "trusted-root": {
    type: "string",
    value: "FILE",
    help: "a trusted root of Sigstore in place of pinfold's own",
  },
  key: { type: "string", value: "FILE", help: "the public key (PEM) that must have signed it" },
  identity: { type: "string", value: "SAN", help: "the certificate's subject, with --issuer" },
  issuer: { type: "string", value: "URL", help: "who vouches for the subject" },
  event: { type: "string", value: "NAME", help: "only records of that event", isRepeatable: true },
  since: { type: "string", value: "TIME", help: "only newer records: 2h, 7d, 2027-01-31" },
  limit: { type: "string", value: "N", help: "the last N; without it 50, in JSON all" },
  verify: { type: "boolean", help: "follow the chain and say where it is broken" },
  head: {
    type: "string",
    value: "SEQ:HEX",
    help: "with --verify: the log must hold this record, which was kept elsewhere",
  },
  schedule: {
    type: "string",
    value: "CRON",
    help: "when everything is verified, as cron has it: '7 * * * *'",
  },
  "update-schedule": {
    type: "string",
    value: "CRON",
    help: "when registries are asked what the next start would run; never for never",
  },
  unless: { type: "string", value: "DIGEST", help: "answer null where all entries are these" },
  lines: { type: "string", value: "N", help: "so many of the last lines" },
  handshake: {
    type: "boolean",
    help: "start the servers, after a question, and speak the protocol with them",
  },
  timeout: {
    type: "string",
    value: "SECONDS",
    help: "how long a handshake waits; 30 where absent",
  },
  yes: { type: "boolean", help: "answer the question with yes where there is no terminal" },
} as const satisfies Record<string, OptionRow>;

export type OptionName = keyof typeof OPTION_TABLE;
