import type { ChainReport, ChainRequest } from "../model/chain-reading.ts";

/** Reads launcher chains in another thread, while this one has other work. */
export interface ChainReader {
  /** Answers in the order of the requests; null where the caller has to read them itself. */
  read(requests: readonly ChainRequest[]): Promise<readonly ChainReport[] | null>;
}
