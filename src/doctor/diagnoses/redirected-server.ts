import { defineDiagnosis } from "../define.ts";

export const redirectedServer = defineDiagnosis({
  id: "redirected-server",
  title: "The remote server sends its clients elsewhere",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "What is sent goes to the second address. Many clients do not follow a redirect of a POST, and drop the key when the host is another one; over plain http everybody on the way reads along.",
    remedy: "Write the address that it leads to, if that is the service's own.",
  },
  checks: {
    *handshake({ probe, place }) {
      const step = probe?.http.find(({ location }) => location !== null);
      if (step?.location == null) return;
      const isPlain = step.url.startsWith("https:") && step.location.startsWith("http:");
      yield {
        ...place,
        message: `it redirects to ${step.location} (status ${step.status})`,
        ...(isPlain ? { severity: "error" as const, consequence: "scope" as const } : {}),
      };
    },
  },
});
