import assert from "node:assert/strict";

import { PinfoldError } from "../../src/errors.ts";

/** The error that work ends with: one of ours, in one line, with a next step. */
export async function failureOf(work: Promise<unknown>): Promise<PinfoldError> {
  try {
    await work;
  } catch (thrown) {
    assert.ok(thrown instanceof PinfoldError, String(thrown));
    assert.notEqual(thrown.message, "");
    assert.notEqual(thrown.hint, "");
    assert.doesNotMatch(thrown.message, /\n/);
    return thrown;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}
