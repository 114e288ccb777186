import { PinfoldError } from "../errors.ts";

/** What a cache answers, or does: null where the record cannot be read or written, which costs a request. */
export function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return null;
    throw thrown;
  }
}
