import { isDeeperThan } from "../model/json-depth.ts";
import { Rejection } from "./rejection.ts";

/** The largest real answer that was met has 60 KB; what a builder may claim of itself is bounded. */
export const MAX_ATTESTATION_BYTES = 8 * 1024 * 1024;

const MAX_DEPTH = 64;

/** JSON of others: of a bounded size and depth, UTF-8 to the last byte. Throws a Rejection. */
export function parseUntrustedJson(bytes: Uint8Array, what: string): unknown {
  if (bytes.length > MAX_ATTESTATION_BYTES)
    throw new Rejection(`${what} is larger than any real one`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Rejection(`${what} is not JSON`);
  }
  if (isDeeperThan(json, MAX_DEPTH))
    throw new Rejection(`${what} is nested deeper than any real one`);
  return json;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Base64 as its specification has it: Node takes anything and drops what it does not know. */
export function strictBase64(text: string, what: string): Buffer {
  if (!BASE64.test(text)) throw new Rejection(`${what} is not base64`);
  return Buffer.from(text, "base64");
}
