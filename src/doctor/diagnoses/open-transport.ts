import { defineDiagnosis } from "../define.ts";

export const openTransport = defineDiagnosis({
  id: "open-transport",
  title: "A remote server is reached in a way that others can read or take over",
  severity: "warning",
  consequence: "scope",
  docs: {
    why: "Over plain http everybody on the way reads what is sent, keys included, and changes what comes back. The name of a tunnel belongs to whoever rents it next, and an address without a name to whoever is given it.",
    remedy: "Use https and a name that belongs to the service.",
  },
  checks: {
    *scope({ remote }) {
      for (const { kind, host, location, excerpt } of remote)
        yield kind === "plain"
          ? {
              message: `${host} is reached over plain http: everybody on the way can read and change it`,
              location,
              excerpt,
              severity: "error" as const,
            }
          : {
              message:
                kind === "tunnel"
                  ? `${host} is a name of a tunnel, which anybody can rent`
                  : `${host} is an address without a name`,
              location,
              excerpt,
            };
    },
  },
});
