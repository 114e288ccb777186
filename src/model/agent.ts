import type { Severity } from "./finding.ts";
import type { Report } from "./report.ts";

/** What the agent knows of itself; `null` where nothing is wrong. */
export interface AgentEvidence {
  /** Why some changes are seen late: the system has no watches left. */
  readonly degraded: string | null;
  /** Files of its own interpreter and program that are not the recorded ones. */
  readonly ownFiles: readonly string[];
  /** The audit log does not hold the record that the agent saw last. */
  readonly log: { readonly folder: string; readonly message: string } | null;
  /** The agent is installed on this machine and has not run since then. */
  readonly silentSince: string | null;
}

/**
 * How a path is asked whether it is still what it was: a folder that was only passed through by its
 * `rights`, one whose names were read by its `names`, anything else by its `bytes`.
 */
export type SeenAs = "rights" | "names" | "bytes";

/** A path that was looked at, and what stood there right before. */
export type SeenPath = readonly [path: string, as: SeenAs, identity: string];

/** One look at the machine, as the agent gets it from its child. */
export interface Judgement {
  /** Without values of variables, and without arguments that are no paths. */
  readonly report: Report;
  /** Whether registries were asked. */
  readonly isOnline: boolean;
  /** Rules whose findings only the registries can lead to. */
  readonly onlineRules: readonly string[];
  /** Rules that speak of a launcher, which several servers share. */
  readonly launcherRules: readonly string[];
  /** Every path that was looked at, with what stood there right before. */
  readonly seen: readonly SeenPath[];
  /** Files that were read as configuration. */
  readonly configs: readonly string[];
  /** Of all entries: the same one says that no configuration changed anything. */
  readonly entries: string;
  /** Adopted directories whose files are not those that were adopted. */
  readonly waiting: readonly string[];
}

/** A server as an alert names it. */
export interface AlertServer {
  readonly id: string;
  readonly name: string;
  readonly clientName: string;
  readonly launcher: string | null;
}

/** One incident that stands: what several servers share is one. */
export interface Alert {
  /** Of the rule, the place and what is there now: something else there is another incident. */
  readonly key: string;
  /** The first digits of the key, for people. */
  readonly id: string;
  /** The same for everything that is wrong at the same place by the same rule. */
  readonly place: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string | null;
  readonly wouldRun: string | null;
  readonly servers: readonly AlertServer[];
  /** The configuration files of these servers. */
  readonly sources: readonly string[];
  readonly isOnline: boolean;
  readonly isOfLauncher: boolean;
  /** ISO 8601. */
  readonly since: string;
  /** When a notification last told of it; null where none did. */
  readonly notified: string | null;
}

/**
 * An alert that is over: its servers are judged without it and have no error, or are configured no
 * more, or it ended in some other way (one of them is switched off, or wrong by something else).
 */
export interface EndedAlert extends Alert {
  readonly end: "as-pinned" | "removed" | "other";
}

/** No notifications of a server until then. */
export interface Snooze {
  /** As the user named it. */
  readonly server: string;
  readonly ids: readonly string[];
  readonly until: string;
}

export type Urgency = "critical" | "normal" | "low";

/** A notification before it is written for a desktop. */
export interface Notice {
  readonly kind: "raised" | "resolved" | "reminder" | "summary" | "test";
  readonly urgency: Urgency;
  readonly title: string;
  readonly body: string;
  /** Keys of the alerts that it tells of. */
  readonly alerts: readonly string[];
}

/** What the agent answers to `status`; a version of pinfold that is older or newer may ask. */
export interface AgentStatus {
  readonly pid: number;
  readonly version: string;
  /** ISO 8601, all of them. */
  readonly started: string;
  /** Null until the first look has ended. */
  readonly report: Report | null;
  readonly alerts: readonly Alert[];
  readonly snoozes: readonly Snooze[];
  readonly schedules: { readonly verify: string; readonly updates: string | null };
  readonly next: Readonly<Record<string, string | null>>;
  readonly askedAt: string | null;
  /** The last notification that a desktop took or refused. */
  readonly delivery: {
    readonly at: string;
    readonly title: string;
    readonly error: string | null;
  } | null;
  readonly degraded: string | null;
  /** Why the agent cannot do its work, in part or at all. */
  readonly failure: string | null;
  /** The last time that nobody watched. */
  readonly gap: { readonly from: string; readonly to: string; readonly why: string } | null;
  /** Files of its own interpreter and program that are not the recorded ones. */
  readonly ownFiles: readonly string[];
  /** A look is under way: what it finds is not in the report yet. */
  readonly isLooking: boolean;
  /** How many folders have a tripwire. */
  readonly folders: number;
  /** Adopted directories that hold something else than what was adopted. */
  readonly waiting: readonly string[];
}
