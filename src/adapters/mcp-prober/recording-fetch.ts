import type { HttpStep } from "../../model/handshake.ts";

const MAX_REDIRECTS = 5;

/** A handshake of both transports, redirected, has half of that. */
const MAX_REQUESTS = 24;

/** Larger than any list of tools. */
const MAX_BODY = 16 * 1024 * 1024;

/** Headers that may follow a redirect to somebody else: a key can stand in any other. */
const OF_NOBODY = /^(?:accept|content-type|mcp-protocol-version|user-agent)$/i;

export interface Recording {
  readonly steps: HttpStep[];
  authentication: string | null;
}

/** `fetch` that remembers status, time and redirects, and keeps secrets from other hosts. */
export function recordingFetch(recording: Recording, signal: AbortSignal) {
  return async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    let url = new URL(input);
    let request: RequestInit = init;
    for (let left = MAX_REDIRECTS; ; left -= 1) {
      if (recording.steps.length >= MAX_REQUESTS) throw new Error("it redirects without an end");
      const begun = performance.now();
      const signals = [signal, ...(request.signal == null ? [] : [request.signal])];
      const response = await fetch(url, {
        ...request,
        redirect: "manual",
        signal: AbortSignal.any(signals),
      });
      const location = response.headers.get("location");
      const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
      recording.steps.push({
        method: request.method ?? "GET",
        url: url.href,
        status: response.status,
        milliseconds: Math.round(performance.now() - begun),
        location: isRedirect ? new URL(location, url).href : null,
      });
      recording.authentication ??= response.headers.get("www-authenticate");
      if (!isRedirect || left <= 0) return bounded(response);
      await response.body?.cancel();
      const next = new URL(location, url);
      if (next.protocol !== "https:" && next.protocol !== "http:") return bounded(response);
      request = redirected(request, response.status, next.origin === url.origin);
      url = next;
    }
  };
}

/** As browsers do: 307 and 308 repeat the request, the others ask again with GET. */
function redirected(request: RequestInit, status: number, isSameOrigin: boolean): RequestInit {
  const headers = new Headers(request.headers);
  const names = Array.from(headers.keys());
  if (!isSameOrigin) for (const name of names) if (!OF_NOBODY.test(name)) headers.delete(name);
  if (status === 307 || status === 308) return { ...request, headers };
  const { body: _body, ...rest } = request;
  return { ...rest, method: "GET", headers };
}

function bounded(response: Response): Response {
  if (response.body === null) return response;
  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      length += part.length;
      if (length > MAX_BODY) controller.error(new Error("the answer is larger than any real one"));
      else controller.enqueue(part);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
}
