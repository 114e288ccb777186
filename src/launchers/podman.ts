import { PODMAN_RUN_FLAGS } from "./container-flags.ts";
import { containerLauncher } from "./container.ts";

/** Where podman looks for a name without a host is the machine's own configuration. */
export const podman = containerLauncher({
  name: "podman",
  runFlags: PODMAN_RUN_FLAGS,
  shortNames: "as written",
});
