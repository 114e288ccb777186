import { deceptiveCommand, deceptiveReason } from "../model/deceptive.ts";
import type {
  EffectOutcome,
  EntryEvidence,
  EntryFacts,
  EnvironmentEvidence,
} from "../model/entry-evidence.ts";
import type { Launch } from "../model/launch.ts";
import { withoutSecrets } from "../model/secrets.ts";
import { entryKey } from "../model/server.ts";
import type { Machine } from "../ports/machine.ts";
import { PoliciesInForce } from "../policy/in-force.ts";
import { placeOf } from "../policy/policy.ts";
import type { EntryPin, State } from "../state/state.ts";
import { comparableArgs, entryDigest, isExact, valueDigest, whatRuns } from "./entry-pin.ts";
import { newSources } from "./entry-sources.ts";
import type { KnownServer } from "./servers.ts";
import { variablesOf } from "./variables.ts";

export interface EntryReading {
  readonly entry: EntryEvidence;
  readonly environment: EnvironmentEvidence;
  /** Variables that no rule settles: the server is never `verified` with them. */
  readonly unjudged: readonly string[];
}

/** A configured entry and its variables, against what this machine remembers of it. */
export function readEntry(
  server: KnownServer,
  state: State,
  machine: Machine,
  policies: PoliciesInForce = NO_POLICIES,
): EntryReading {
  const { entry, launch } = server;
  const { name, source } = entry;
  const pin = state.entryPins.read(entryKey(entry));
  const known = pin === null ? state.sources.read(source.file) : null;
  const today = machine.now.toISOString().slice(0, 10);
  const isAllowed = pin?.allowed !== undefined && today <= pin.allowed.until;
  const isKnownValue = (variable: string): boolean =>
    Object.hasOwn(entry.env, variable) &&
    pin?.variables?.[variable] === valueDigest(entry, variable);
  const variables = variablesOf(entry, launch, machine.home).map((variable) => ({
    ...variable,
    isAccepted: isKnownValue(variable.name) && (isAllowed || !GRAVE.includes(variable.outcome)),
  }));
  return {
    entry: {
      name,
      location: source,
      now: {
        ...factsOf(server),
        digest: entryDigest(server),
        isOpaque: launch.kind === "opaque",
        line: lineOf(server),
      },
      // What its client cannot read starts nothing, and is no other server than before.
      pinned: pin === null || entry.problem !== null ? null : pinnedFacts(pin, launch.endpoint),
      newSources: newSources(server, pin?.args ?? null),
      isNew: known !== null && entry.problem === null && !known.entries.includes(entryKey(entry)),
      deceptive: deceptiveNames(server),
      acceptance: strongest(
        acceptanceOf(server, state, {
          today,
          isSameVariables: variables.every((variable) => isKnownValue(variable.name)),
        }),
        policyAcceptance(server, policies, { today, variables }),
      ),
    },
    environment: {
      name,
      location: source,
      variables: variables.filter(({ outcome }) => outcome !== "unjudged"),
    },
    unjudged: variables
      .filter(
        ({ outcome, isAccepted }) =>
          outcome === "unjudged" || (outcome === "injected" && isAccepted),
      )
      .map((variable) => `the variable ${variable.name}`),
  };
}

const NO_POLICIES = new PoliciesInForce([]);

/** Wrong on any machine: accepted only with a reason and an end. */
const GRAVE: readonly EffectOutcome[] = ["injected", "registry", "tls-off"];

/** What a person can only accept: nothing on this machine says what it runs. */
export function isUnpinnable({ kind, endpoint }: Launch): boolean {
  return kind === "opaque" || kind === "remote" || endpoint !== null;
}

function factsOf(server: KnownServer): EntryFacts {
  const { entry, launch } = server;
  return {
    subject: whatRuns(server),
    endpoint: launch.endpoint,
    command: entry.command ?? "",
    args: comparableArgs(withoutSecrets(entry.args), launch),
    envNames: Object.keys(entry.env).toSorted(),
    isExact: isExact(launch),
  };
}

function lineOf({ entry, launch }: KnownServer): string {
  if (entry.command === null || entry.command === "") return launch.endpoint ?? "nothing";
  return [entry.command, ...withoutSecrets(entry.args)].join(" ");
}

function pinnedFacts(
  pin: EntryPin,
  endpointNow: string | null,
): EntryFacts & { readonly digest: string } {
  const { subject, command, args, envNames, entry, isExact: wasExact, endpoint } = pin;
  const [, name = null] = /^npm:(.+)$/.exec(subject) ?? [];
  return {
    subject,
    // Records of older versions do not say it.
    endpoint: endpoint === undefined ? endpointNow : endpoint,
    command,
    args: comparableArgs(args, { package: name, ecosystem: name === null ? null : "npm" }),
    envNames,
    isExact: wasExact ?? false,
    digest: entry,
  };
}

function deceptiveNames({ entry, launch }: KnownServer): EntryEvidence["deceptive"] {
  const { name, command } = entry;
  const looked: [string, string | null, string | null][] = [
    ["name", name, deceptiveReason(name)],
    ["command", command, deceptiveCommand(command ?? "")],
    ["package", launch.package, deceptiveReason(launch.package ?? "")],
  ];
  return looked.flatMap(([what, text, why]) =>
    text === null || why === null ? [] : [{ what, text, why }],
  );
}

type Acceptance = EntryEvidence["acceptance"];

/** A person's word and a policy's: one that holds, of those that hold the longer one. */
function strongest(own: Acceptance, policy: Acceptance): Acceptance {
  if (own === null || policy === null) return own ?? policy;
  if (own.state !== policy.state) return own.state === "valid" ? own : policy;
  return policy.until > own.until ? policy : own;
}

/** Effects of a variable that leave alone what runs. */
const MILD: readonly EffectOutcome[] = ["harmless", "followed"];

/**
 * The pattern of a policy that covers an entry. A pattern knows an address or a command line and
 * nothing else: an entry that also runs a program for its values, sets a variable that changes what
 * runs, or depends on a working directory, is not covered.
 */
function policyAcceptance(
  server: KnownServer,
  policies: PoliciesInForce,
  {
    today,
    variables,
  }: { readonly today: string; readonly variables: readonly { readonly outcome: EffectOutcome }[] },
): Acceptance {
  const { entry, launch } = server;
  const { command, executes, cwd } = entry;
  if (policies.all.length === 0 || !isUnpinnable(launch) || executes.length > 0) return null;
  if (variables.some(({ outcome }) => !MILD.includes(outcome))) return null;
  const isRelative = command !== null && /^\.{0,2}[\\/]/.test(command) && !command.startsWith("/");
  const isOpaque = launch.kind === "opaque" && !isRelative && cwd === null;
  const found = policies.acceptanceOf({
    endpoint: launch.endpoint,
    opaqueLine: isOpaque ? commandLine([command ?? "", ...withoutSecrets(entry.args)]) : null,
  });
  if (found === null) return null;
  const { reason, until } = found.value;
  return { reason, until, state: today > until ? "expired" : "valid", by: placeOf(found.at) };
}

/** Words as a policy writes them: what is not one plain word stands in double quotes, as in JSON. */
function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[^\s"'\\*]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
}

function acceptanceOf(
  server: KnownServer,
  state: State,
  { today, isSameVariables }: { readonly today: string; readonly isSameVariables: boolean },
): EntryEvidence["acceptance"] {
  if (!isUnpinnable(server.launch)) return null;
  const accepted = state.acceptances.read(entryKey(server.entry));
  if (accepted === null) return null;
  const { reason, until } = accepted;
  const isOver = today > until;
  // The digest has no values of variables; those that can change what runs are compared as well.
  const isSame = accepted.entry === entryDigest(server) && isSameVariables;
  return { reason, until, state: isOver ? "expired" : isSame ? "valid" : "other-entry", by: null };
}
