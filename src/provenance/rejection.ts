import { ValidationError } from "@sigstore/bundle";
import { VerificationError } from "@sigstore/verify";

/** Why a signature, a statement or a key is not believed. Its message is shown to people. */
export class Rejection extends Error {
  override readonly name = "Rejection";
}

export type Judgement<Proved> =
  | { readonly proved: Proved; readonly rejected: null }
  | { readonly proved: null; readonly rejected: string };

/**
 * Runs a verification. Whatever it throws is a rejection: libraries throw errors of many kinds at
 * malformed certificates, base64 and ASN.1, and none of them may pass or end the program.
 */
export function judge<Proved>(verify: () => Proved): Judgement<Proved> {
  try {
    return { proved: verify(), rejected: null };
  } catch (thrown) {
    return { proved: null, rejected: reasonOf(thrown) };
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof Rejection) return thrown.message;
  if (thrown instanceof VerificationError) return `it does not verify: ${thrown.message}`;
  if (thrown instanceof ValidationError)
    return `it lacks what a bundle must have: ${thrown.fields.join(", ")}`;
  if (thrown instanceof RangeError) return "it is nested deeper or larger than any real one";
  return `it is malformed: ${thrown instanceof Error ? thrown.message : "no reason was given"}`;
}
