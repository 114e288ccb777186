import { hash } from "node:crypto";

import * as v from "valibot";

import { AUDIT_EVENTS, type AuditRecord } from "../model/audit.ts";
import { SHA256 } from "../model/digest.ts";
import { printableJson } from "../model/text.ts";

/** What stands in `previous` of the first record. */
export const NOTHING_BEFORE = `sha256:${"0".repeat(64)}`;

const Digest = v.pipe(v.string(), v.regex(SHA256));
const Text = v.pipe(v.string(), v.maxLength(4096));
const Detail = v.union([Text, v.number(), v.boolean(), v.null(), v.array(Text)]);

const Record_ = v.object({
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  time: v.pipe(v.string(), v.isoTimestamp()),
  by: Text,
  // A newer pinfold may know more words.
  event: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{1,40}$/)),
  message: Text,
  servers: v.optional(v.array(Text)),
  subject: v.optional(Text),
  rule: v.optional(Text),
  file: v.optional(Text),
  digest: v.optional(v.nullable(Text)),
  details: v.optional(v.record(v.string(), Detail)),
  state: v.optional(v.record(v.string(), Digest)),
  previous: Digest,
  self: Digest,
});

const SELF = /,"self":"(sha256:[0-9a-f]{64})"\}$/;

/**
 * One record as a line without its end. The last field is the sha256 of the line as it would be
 * without that field, so `sed 's/,"self":"[^"]*"}$/}/' | tr -d '\n' | sha256sum` gives it.
 */
export function formatRecord(record: Omit<AuditRecord, "self">): string {
  const text = printableJson(record, 0);
  return `${text.slice(0, -1)},"self":"sha256:${hash("sha256", text, "hex")}"}`;
}

export type ParsedRecord = AuditRecord | { readonly problem: string };

/** The record of a line whose own digest is right; else what is wrong with it. */
export function parseRecord(line: string): ParsedRecord {
  const problem = selfProblem(line);
  if (problem !== null) return { problem };
  const parsed = v.safeParse(Record_, jsonOf(line));
  if (!parsed.success) return { problem: `is not a record: ${parsed.issues[0].message}` };
  // An event of a newer version is shown as it is; nothing here decides by it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.output as AuditRecord;
}

/**
 * The same in a fifth of the time, for who needs the chain and the state alone: `verify` does that at
 * every start. Fields that are of no concern to either are not looked at.
 */
export function parseLink(line: string): ParsedRecord {
  const problem = selfProblem(line);
  if (problem !== null) return { problem };
  const json = jsonOf(line);
  if (!isRecord(json)) return { problem: "is not a record" };
  const { seq, event, previous, self, file, digest, state, details } = json;
  const isLink =
    Number.isSafeInteger(seq) &&
    typeof event === "string" &&
    typeof previous === "string" &&
    typeof self === "string" &&
    (file === undefined || typeof file === "string") &&
    (digest == null || typeof digest === "string") &&
    (details === undefined || isRecord(details)) &&
    (state === undefined || (isRecord(state) && Object.values(state).every(isText)));
  if (!isLink) return { problem: "is not a record" };
  // Every field that a walk or a ledger reads was looked at.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return json as unknown as AuditRecord;
}

function selfProblem(line: string): string | null {
  const self = SELF.exec(line);
  if (self === null) return "is not a whole record";
  const digest = `sha256:${hash("sha256", `${line.slice(0, self.index)}}`, "hex")}`;
  return digest === self[1] ? null : "was edited: its digest is another";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isKnownEvent(text: string): boolean {
  return AUDIT_EVENTS.some((event) => event === text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
