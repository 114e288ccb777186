import * as v from "valibot";

import { PinfoldError } from "../errors.ts";
import type { Alert, Snooze } from "../model/agent.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Folders } from "../state/folders.ts";

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_ALERTS = 5_000;

const Nullable = v.nullable(v.string());

const Memory = v.object({
  alerts: v.array(
    v.object({
      key: v.string(),
      id: v.string(),
      place: v.string(),
      ruleId: v.string(),
      severity: v.picklist(["error", "warning", "note"]),
      message: v.string(),
      file: Nullable,
      wouldRun: Nullable,
      servers: v.array(
        v.object({
          id: v.string(),
          name: v.string(),
          clientName: v.string(),
          launcher: Nullable,
        }),
      ),
      sources: v.array(v.string()),
      isOnline: v.boolean(),
      isOfLauncher: v.boolean(),
      since: v.pipe(v.string(), v.isoTimestamp()),
      notified: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
    }),
  ),
  /** When each job is to run next: what was missed is made up for once. */
  due: v.record(v.string(), v.nullable(v.number())),
  /** ISO 8601; null where registries were never asked. */
  askedAt: Nullable,
  /** The last notification that a desktop took or refused. */
  delivery: v.nullable(v.object({ at: v.string(), title: v.string(), error: Nullable })),
  /** Where the audit log ended. */
  head: v.nullable(v.object({ seq: v.number(), digest: v.string() })),
  /** The agent ended because it was told to, and when. */
  stoppedAt: Nullable,
});

const Snoozes = v.object({
  snoozes: v.array(
    v.object({
      server: v.string(),
      ids: v.array(v.string()),
      until: v.pipe(v.string(), v.isoTimestamp()),
    }),
  ),
});

/** What the agent remembers between two starts. */
export type AgentMemory = Omit<v.InferOutput<typeof Memory>, "alerts"> & {
  readonly alerts: readonly Alert[];
};

export const NOTHING_REMEMBERED: AgentMemory = {
  alerts: [],
  due: {},
  askedAt: null,
  delivery: null,
  head: null,
  stoppedAt: null,
};

/**
 * The agent's files, in a folder of their own below the state folder. They decide what is said
 * twice, never what is judged: a damaged one counts as none.
 */
export class AgentFiles {
  readonly folder: string;
  readonly #disk: Disk;
  readonly #files: Files;
  /** As it was written last: what is the same costs nothing. */
  #remembered: string | null = null;

  constructor({ disk, files }: { disk: Disk; files: Files }, { state }: Folders) {
    this.folder = `${state}/agent`;
    this.#disk = disk;
    this.#files = files;
  }

  /** Touched every minute, so that the next start knows until when this one watched. */
  get alive(): string {
    return `${this.folder}/alive`;
  }

  /** Null where there is none, or none that can be used. */
  memory(): AgentMemory | null {
    return this.#read("memory.json", Memory);
  }

  remember(memory: AgentMemory): void {
    const alerts = memory.alerts.slice(0, MAX_ALERTS);
    const text = `${JSON.stringify({ ...memory, alerts })}\n`;
    const isThere = this.#disk.identity(`${this.folder}/memory.json`) !== "";
    if (text === this.#remembered && isThere) return;
    this.#write("memory.json", text);
    this.#remembered = text;
  }

  snoozes(now: Date): readonly Snooze[] {
    const all = this.#read("snoozes.json", Snoozes)?.snoozes ?? [];
    return all.filter(({ until }) => Date.parse(until) > now.getTime());
  }

  keepSnoozes(snoozes: readonly Snooze[]): void {
    this.#write("snoozes.json", `${JSON.stringify({ snoozes })}\n`);
  }

  #read<Schema extends v.GenericSchema>(
    name: string,
    schema: Schema,
  ): v.InferOutput<Schema> | null {
    const text = this.#text(name);
    if (text === null) return null;
    const parsed = v.safeParse(schema, jsonOf(text));
    return parsed.success ? parsed.output : null;
  }

  #write(name: string, text: string): void {
    const expected = this.#text(name);
    if (text === expected) return;
    try {
      this.#files.replace(`${this.folder}/${name}`, text, { expected, isPrivate: true });
    } catch (thrown) {
      // Command and agent wrote at the same time: the later one is right.
      if (!(thrown instanceof PinfoldError) || thrown.code !== "refused") throw thrown;
      const options = { expected: this.#text(name), isPrivate: true };
      this.#files.replace(`${this.folder}/${name}`, text, options);
    }
  }

  #text(name: string): string | null {
    try {
      const bytes = this.#disk.read(`${this.folder}/${name}`, MAX_BYTES);
      return bytes === null ? null : Buffer.from(bytes).toString("utf8");
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
