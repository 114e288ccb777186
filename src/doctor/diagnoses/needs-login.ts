import { defineDiagnosis } from "../define.ts";

export const needsLogin = defineDiagnosis({
  id: "needs-login",
  title: "The remote server wants to know who asks",
  severity: "warning",
  consequence: "unsettled",
  docs: {
    why: "It answers 401 or 403. A client that knows OAuth opens a browser at the first use; others need a key in a header.",
    remedy:
      "Log in from the client, or give the entry a header with a key, in the client's own way of keeping it.",
  },
  checks: {
    *handshake({ probe, place }) {
      if (probe?.outcome !== "needs-login") return;
      const by = probe.authentication === null ? "" : ` by ${probe.authentication}`;
      const status = probe.http.find((step) => step.status === 401 || step.status === 403)?.status;
      yield { ...place, message: `it wants a login${by} (status ${status ?? 401})` };
    },
  },
});
