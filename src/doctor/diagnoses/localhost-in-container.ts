import { defineDiagnosis } from "../define.ts";

export const localhostInContainer = defineDiagnosis({
  id: "localhost-in-container",
  title: "A container is given an address of localhost",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Inside of a container `localhost` is the container itself: what runs on this machine is not reached there.",
    remedy:
      "Write `host.docker.internal` (on Linux with `--add-host=host.docker.internal:host-gateway`), or run it with `--network host`.",
  },
  checks: {
    *container({ localhost }) {
      for (const { what, location, excerpt } of localhost)
        yield {
          message: `${what} names localhost, which is the container itself in there`,
          location,
          excerpt,
        };
    },
  },
});
