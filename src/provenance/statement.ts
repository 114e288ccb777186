import type { Bundle } from "@sigstore/bundle";
import * as v from "valibot";

import { Rejection } from "./rejection.ts";
import { parseUntrustedJson } from "./untrusted-json.ts";

/** What a statement must be about. The digest is of bytes that were had, in lower-case hex. */
export interface StatementSubject {
  /** As the statement writes it; null where any name will do: the digest then decides alone. */
  readonly isNamed: ((name: string) => boolean) | null;
  readonly algorithm: "sha256" | "sha384" | "sha512";
  readonly digest: string;
}

export interface Statement {
  readonly predicateType: string;
  readonly predicate: unknown;
  readonly subjects: readonly StatementEntry[];
}

export interface StatementEntry {
  readonly name: string;
  readonly digest: Readonly<Record<string, string>>;
}

const PAYLOAD_TYPE = "application/vnd.in-toto+json";
const STATEMENT_TYPES: ReadonlySet<string> = new Set([
  "https://in-toto.io/Statement/v0.1",
  "https://in-toto.io/Statement/v1",
]);
const MAX_SUBJECTS = 4096;

const Shape = v.looseObject({
  _type: v.string(),
  subject: v.pipe(
    v.array(
      v.looseObject({ name: v.optional(v.string(), ""), digest: v.record(v.string(), v.string()) }),
    ),
    v.minLength(1),
    v.maxLength(MAX_SUBJECTS),
  ),
  predicateType: v.pipe(v.string(), v.minLength(1)),
  predicate: v.optional(v.unknown(), null),
});

/**
 * The in-toto statement in an envelope (in-toto attestation framework, v0.1 and v1). The library proves
 * who signed these bytes, and nothing of what they are about: the type of the payload and of the
 * statement are judged here.
 */
export function statementOf({ content }: Bundle): Statement {
  if (content.$case !== "dsseEnvelope") throw new Rejection("it is no signed statement");
  const { payloadType, payload } = content.dsseEnvelope;
  if (payloadType !== PAYLOAD_TYPE)
    throw new Rejection(`its payload is of another type: ${payloadType}`);
  const shape = v.safeParse(Shape, parseUntrustedJson(payload, "its statement"));
  if (!shape.success) throw new Rejection("it holds no in-toto statement");
  const { _type: type, subject, predicateType, predicate } = shape.output;
  if (!STATEMENT_TYPES.has(type)) throw new Rejection(`statements of type ${type} are not known`);
  return { predicateType, predicate, subjects: subject };
}

/** Holds a statement to its subject: the name and the digest of one and the same entry. */
export function requireSubject(
  { subjects }: Statement,
  { isNamed, algorithm, digest }: StatementSubject,
  howMany: "one" | "any",
): StatementEntry {
  if (howMany === "one" && subjects.length !== 1)
    throw new Rejection("it is about several things, where one package was expected");
  const named = subjects.filter(({ name }) => isNamed === null || isNamed(name));
  const [other] = subjects;
  if (named.length === 0) throw new Rejection(`it is about something else: ${other?.name ?? ""}`);
  const same = named.find(
    (one) => Object.hasOwn(one.digest, algorithm) && one.digest[algorithm] === digest,
  );
  if (same === undefined) throw new Rejection("it is about other bytes: its digest is another one");
  return same;
}
