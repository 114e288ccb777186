import { BaseFetcher } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error.js";

const TIMEOUT = 20_000;

/** npm's HTTP library for the TUF client: proxies of the session are obeyed. Keeps the roots that come by. */
export class TufFetcher extends BaseFetcher {
  /** Each root that was fetched, by its version. */
  readonly roots = new Map<number, string>();

  override async fetch(address: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const { default: get } = await import("make-fetch-happen");
    const response = await get(address, {
      headers: { accept: "*/*", "user-agent": "pinfold" },
      timeout: TIMEOUT,
      follow: 5,
      retry: { retries: 1, minTimeout: 300, maxTimeout: 1_000 },
    });
    if (response.status !== 200)
      throw new DownloadHTTPError(`status ${response.status}`, response.status);
    const body = response.body[Symbol.asyncIterator]();
    // A stream that is left unread would keep its connection.
    return new ReadableStream({
      async pull(controller) {
        const next = await body.next();
        if (next.done === true) controller.close();
        else controller.enqueue(Uint8Array.from(next.value));
      },
      async cancel() {
        await body.return?.();
      },
    });
  }

  override async downloadBytes(address: string, limit: number): Promise<Buffer> {
    const bytes = await super.downloadBytes(address, limit);
    const version = /\/(\d+)\.root\.json$/.exec(address)?.[1];
    if (version !== undefined) this.roots.set(Number(version), bytes.toString("utf8"));
    return bytes;
  }
}
