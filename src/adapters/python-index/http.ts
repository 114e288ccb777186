import { readFileSync } from "node:fs";

import { withDeadline } from "../deadline.ts";
import { messageOf, PinfoldError, systemCodeOf } from "../../errors.ts";

/** How long answers are waited for, in milliseconds. */
export interface HttpPatience {
  readonly request: number;
  readonly archive: number;
}

export interface HttpRequest {
  /** What is asked for, for the message. */
  readonly what: string;
  readonly accept: string;
  /** Bytes. */
  readonly limit: number;
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly bytes: Buffer;
  readonly type: string;
  /** After redirections. */
  readonly url: string;
}

const AGAIN = "check the network and uv's index settings, then run the command again";

/** One GET by npm's HTTP library: proxies and certificates of the session are obeyed. */
export async function fetchBytes(address: string, request: HttpRequest): Promise<HttpAnswer> {
  const { what, accept, limit, timeout } = request;
  const { default: get } = await import("make-fetch-happen");
  const ca = authorities();
  const work = async (): Promise<HttpAnswer> => {
    const response = await get(address, {
      headers: { accept, "user-agent": "pinfold" },
      timeout,
      follow: 5,
      retry: { retries: 1, minTimeout: 300, maxTimeout: 1_000 },
      ...(ca === null ? {} : { ca }),
    });
    if (response.status !== 200) throw statusError(what, response.status);
    const bytes = await bounded(response.body, what, limit);
    return { bytes, type: response.headers.get("content-type") ?? "", url: response.url };
  };
  try {
    return await withDeadline(work(), timeout);
  } catch (thrown) {
    if (thrown instanceof PinfoldError) throw thrown;
    const code = systemCodeOf(thrown) ?? "";
    const why = code === "" ? (messageOf(thrown).split("\n")[0]?.slice(0, 300) ?? "") : code;
    throw new PinfoldError(
      "network",
      `${what}: the index gave no usable answer: ${why}`,
      AGAIN,
      thrown,
    );
  }
}

/** The body, unpacked: what never ends is given up. */
async function bounded(
  body: AsyncIterable<Uint8Array>,
  what: string,
  limit: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit)
      throw new PinfoldError(
        "refused",
        `${what}: the index sends more than ${limit} bytes`,
        "nothing was written; tell whoever runs the index",
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function statusError(what: string, status: number): PinfoldError {
  if (status === 404)
    return new PinfoldError("network", `${what}: the index does not have it`, AGAIN);
  if (status === 401 || status === 403)
    return new PinfoldError(
      "network",
      `${what}: the index refuses access`,
      "it wants a name and password that pinfold does not have: what it says stays unknown",
    );
  return new PinfoldError("network", `${what}: the index answered with status ${status}`, AGAIN);
}

/** uv believes the authorities of this file; so does every request that stands in for one of uv's. */
function authorities(): string | null {
  const file = process.env["SSL_CERT_FILE"] ?? "";
  try {
    return file === "" ? null : readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
