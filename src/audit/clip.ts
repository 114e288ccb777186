import type { AuditDetail, AuditEntry } from "../model/audit.ts";

const MAX_MESSAGE = 1000;
const MAX_TEXT = 600;
const MAX_LIST = 50;
const MAX_DETAILS = 30;

/** An entry of bounded size: names, paths and messages may be an attacker's. */
export function clipEntry(entry: AuditEntry): AuditEntry {
  const { event, message, servers, subject, rule, file, digest, details } = entry;
  return {
    event,
    message: cut(message, MAX_MESSAGE),
    ...(servers === undefined ? {} : { servers: list(servers) }),
    ...(subject === undefined ? {} : { subject: cut(subject, MAX_TEXT) }),
    ...(rule === undefined ? {} : { rule: cut(rule, MAX_TEXT) }),
    ...(file === undefined ? {} : { file: cut(file, MAX_MESSAGE) }),
    ...(digest === undefined ? {} : { digest: digest === null ? null : cut(digest, MAX_TEXT) }),
    ...(details === undefined ? {} : { details: detailsOf(details) }),
  };
}

function detailsOf(details: NonNullable<AuditEntry["details"]>): Record<string, AuditDetail> {
  const pairs = Object.entries(details).slice(0, MAX_DETAILS);
  return Object.fromEntries(
    pairs.map(([name, value]): [string, AuditDetail] => [
      cut(name, 60),
      typeof value === "string"
        ? cut(value, MAX_TEXT)
        : typeof value === "object" && value !== null
          ? list(value)
          : value,
    ]),
  );
}

function list(texts: readonly string[]): readonly string[] {
  const kept = texts.slice(0, MAX_LIST).map((text) => cut(text, MAX_TEXT));
  return texts.length > MAX_LIST ? [...kept, `and ${texts.length - MAX_LIST} more`] : kept;
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
