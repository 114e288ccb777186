/** The parts of npm's HTTP and cache libraries that pinfold calls; they publish no types. */
declare module "make-fetch-happen" {
  export interface Response {
    readonly status: number;
    readonly url: string;
    readonly headers: { get(name: string): string | null };
    readonly body: AsyncIterable<Uint8Array>;
  }
  export default function fetch(
    url: string,
    options: {
      headers: Record<string, string>;
      timeout: number;
      follow: number;
      retry: { retries: number; minTimeout?: number; maxTimeout?: number };
      ca?: string;
    },
  ): Promise<Response>;
}

declare module "cacache" {
  const cacache: {
    readonly get: { byDigest(cache: string, integrity: string): Promise<Buffer> };
    put(
      cache: string,
      key: string,
      data: Buffer,
      options: { algorithms: string[] },
    ): Promise<unknown>;
  };
  export default cacache;
}
